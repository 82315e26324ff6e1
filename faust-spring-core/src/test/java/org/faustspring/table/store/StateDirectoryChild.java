package org.faustspring.table.store;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

/**
 * Process that opens a state directory, says so, and waits to be killed.
 */
final class StateDirectoryChild {

	private StateDirectoryChild() {
	}

	public static void main(String[] args) throws Exception {
		try {
			StateDirectory.open(Path.of(args[0]), "app");
			System.out.println("opened");
			System.in.read();
		}
		catch (StateDirectoryLockedException ex) {
			System.out.println("locked " + ex.path() + " by " + firstWords(ex.holder()));
		}
	}

	private static @Nullable String firstWords(@Nullable String holder) {
		return (holder != null) ? holder.substring(0, holder.indexOf(" on ")) : null;
	}

}
