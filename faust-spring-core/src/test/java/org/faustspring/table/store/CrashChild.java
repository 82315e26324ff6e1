package org.faustspring.table.store;

import java.io.IOException;
import java.nio.file.Path;

import org.faustspring.table.StoreKind;

/**
 * Process that writes numbered batches and prints each number once its write returned,
 * until a write fails or, after the last one at the latest, it is killed.
 */
final class CrashChild {

	private CrashChild() {
	}

	public static void main(String[] args) throws IOException {
		long memory = Long.parseLong(args[1]);
		int valueBytes = Integer.parseInt(args[2]);
		int restored = Integer.parseInt(args[3]);
		int last = Integer.parseInt(args[4]);
		boolean load = args.length > 5;
		StoreFixture fixture = new StoreFixture(Path.of(args[0]), memory);
		TaskStore store = fixture.open(StoreKind.ROCKSDB, NumberedBatches.TABLES.toArray(String[]::new));
		int number = 0;
		try {
			while (number <= last) {
				StoreWrites batch = NumberedBatches.batch(number, valueBytes);
				if (number < restored && load) {
					store.load(batch);
				}
				else if (number < restored) {
					store.restore(batch);
				}
				else {
					store.apply(batch);
				}
				System.out.println(number);
				number++;
			}
			System.in.read();
		}
		catch (StoreException ex) {
			NumberedBatches.assertConsistent(store);
			System.out.println(ex.getMessage());
		}
	}

}
