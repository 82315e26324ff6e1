package org.faustspring.benchmarks.workload;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/**
 * Makes the records of a {@link Load}, and adds up what engines must make of them. One
 * thread.
 */
public final class OrderSource {

	private static final long SEED = 20260217;

	private static final int CUSTOMERS_PER_MERCHANT = 10;

	private final Load load;

	private final SplittableRandom random = new SplittableRandom(SEED);

	private final KeyChoice choice;

	private final StringBuilder text = new StringBuilder(128);

	private final CRC32C crc = new CRC32C();

	private final int[] byCustomer;

	private final int[] byMerchant;

	private long made;

	private long cents;

	private long checksum;

	private String customer = "";

	/**
	 * Create a source.
	 * @param load what to make
	 */
	public OrderSource(Load load) {
		this.load = load;
		this.choice = new KeyChoice(this.random, load.keys(), load.zipf());
		this.byCustomer = new int[load.keys()];
		this.byMerchant = new int[Math.max(1, load.keys() / CUSTOMERS_PER_MERCHANT)];
	}

	/**
	 * Whether there are records to come.
	 * @return whether {@link #next()} may be called
	 */
	public boolean hasNext() {
		return this.made < this.load.events();
	}

	/**
	 * Make the next record.
	 * @return its value, JSON of an {@link Order}; {@link #key()} is its key
	 */
	public byte[] next() {
		int customer = this.choice.next();
		int merchant = this.random.nextInt(this.byMerchant.length);
		int quantity = 1 + this.random.nextInt(9);
		int price = 100 + this.random.nextInt(99900);
		this.customer = name('c', customer);
		this.text.setLength(0);
		this.text.append("{\"id\":").append(this.made).append(",\"customer\":\"").append(this.customer);
		this.text.append("\",\"merchant\":\"").append(name('m', merchant)).append("\",\"quantity\":").append(quantity);
		this.text.append(",\"cents\":").append(price).append('}');
		byte[] value = this.text.toString().getBytes(StandardCharsets.ISO_8859_1);
		this.made++;
		this.byCustomer[customer]++;
		this.byMerchant[merchant]++;
		this.cents += (long) quantity * price;
		this.checksum += checksum(this.crc, value);
		return value;
	}

	/**
	 * Return the key of the record that was made last.
	 * @return the customer
	 */
	public String key() {
		return this.customer;
	}

	/**
	 * Return what must come of the records that were made so far.
	 * @return the expectation
	 */
	public Expected expected() {
		return new Expected(this.made, Expected.Tally.of(this.byCustomer), Expected.Tally.of(this.byMerchant),
				this.cents, this.checksum);
	}

	static long checksum(CRC32C crc, byte[] value) {
		crc.reset();
		crc.update(value, 0, value.length);
		return crc.getValue();
	}

	/**
	 * Return the name of a customer or merchant.
	 * @param kind {@code c} or {@code m}
	 * @param number its number
	 * @return the name, always of the same length
	 */
	public static String name(char kind, int number) {
		String digits = Integer.toString(number);
		return kind + "00000000".substring(digits.length()) + digits;
	}

}
