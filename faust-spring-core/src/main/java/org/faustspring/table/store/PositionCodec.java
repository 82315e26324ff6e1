package org.faustspring.table.store;

import java.nio.ByteBuffer;

import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;

/**
 * Turns a {@link StorePosition} into bytes and back. Stateless, any thread.
 */
final class PositionCodec {

	private static final byte VERSION = 1;

	private static final int LENGTH = 1 + 4 * Long.BYTES;

	private PositionCodec() {
	}

	static byte[] encode(StorePosition position) {
		return ByteBuffer.allocate(LENGTH)
			.put(VERSION)
			.putLong(position.topicId().getMostSignificantBits())
			.putLong(position.topicId().getLeastSignificantBits())
			.putLong(position.nextOffset())
			.putLong(position.freshAtMillis())
			.array();
	}

	/**
	 * Reads what {@link #encode} wrote.
	 * @param bytes the encoded position
	 * @return the position, or null if these bytes are none this version can read
	 */
	static @Nullable StorePosition decode(byte[] bytes) {
		if (bytes.length != LENGTH || bytes[0] != VERSION) {
			return null;
		}
		ByteBuffer buffer = ByteBuffer.wrap(bytes, 1, LENGTH - 1);
		Uuid topicId = new Uuid(buffer.getLong(), buffer.getLong());
		return new StorePosition(topicId, buffer.getLong(), buffer.getLong());
	}

}
