package org.faustspring.engine.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads text where the bytes are valid UTF-8, else the bytes. Any thread.
 */
final class TextOrBytesDeserializer implements Deserializer<Object> {

	static final TextOrBytesDeserializer INSTANCE = new TextOrBytesDeserializer();

	private TextOrBytesDeserializer() {
	}

	@Override
	public @Nullable Object deserialize(String topic, byte @Nullable [] data) {
		if (data == null) {
			return null;
		}
		for (byte next : data) {
			if (next < 0) {
				return decode(data);
			}
		}
		return new String(data, StandardCharsets.US_ASCII);
	}

	private static Object decode(byte[] data) {
		try {
			return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data)).toString();
		}
		catch (CharacterCodingException ex) {
			return data;
		}
	}

}
