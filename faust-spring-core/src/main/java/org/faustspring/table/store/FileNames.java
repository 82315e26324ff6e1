package org.faustspring.table.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Turns names into file names such that different names never share a file, also where a
 * file system ignores case. Stateless, any thread.
 */
final class FileNames {

	/** Most file systems allow 255 bytes; some room is left for suffixes. */
	private static final int MAX_LENGTH = 200;

	private static final int KEPT_OF_LONG = 120;

	private FileNames() {
	}

	/**
	 * Returns a file name made of lower-case letters, digits, {@code -}, {@code _} and
	 * escapes that start with {@code %}; overlong ones end in {@code ~} and a digest.
	 * @param name any name but the empty one
	 * @return its file name
	 */
	static String of(String name) {
		if (name.isEmpty()) {
			throw new IllegalArgumentException("A name for local state must not be empty");
		}
		StringBuilder file = new StringBuilder(name.length());
		for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
			char c = (char) (octet & 0xff);
			if (c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-' || c == '_') {
				file.append(c);
			}
			else {
				file.append('%').append(HexFormat.of().toHexDigits(octet));
			}
		}
		return (file.length() <= MAX_LENGTH) ? file.toString() : file.substring(0, KEPT_OF_LONG) + '~' + digest(name);
	}

	private static String digest(String name) {
		try {
			byte[] hash = MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
			return HexFormat.of().formatHex(hash);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
