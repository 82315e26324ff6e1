package org.faustspring.engine.progress;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * Stands for a name where space is short: its CRC-32.
 */
public final class NameHash {

	private NameHash() {
	}

	/**
	 * Return the hash of a name.
	 * @param name the name
	 * @return the hash
	 */
	public static int of(String name) {
		CRC32 crc = new CRC32();
		crc.update(name.getBytes(StandardCharsets.UTF_8));
		return (int) crc.getValue();
	}

}
