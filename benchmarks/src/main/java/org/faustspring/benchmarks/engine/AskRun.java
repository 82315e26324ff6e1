package org.faustspring.benchmarks.engine;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.faustspring.benchmarks.workload.FirstEvent;
import org.faustspring.benchmarks.workload.OrderSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks, in the engine's own process, as a controller would: one question after the other,
 * then many at a time. Its thread is the one that asks.
 */
public final class AskRun {

	/**
	 * First word of the report on the standard output. Numbers follow: questions one
	 * after the other, median, 99th percentile and maximum of their time in microseconds;
	 * questions many at a time, the same of them, and how long all took in milliseconds.
	 */
	public static final String SIGNAL = "ASKED";

	/** Questions before those that count. */
	public static final int WARM_UP = 1000;

	/** Questions one after the other. */
	public static final int IN_TURN = 2000;

	/** Questions many at a time. */
	public static final int CONCURRENT = 10_000;

	/** How many at a time. */
	public static final int AT_A_TIME = 100;

	private static final Logger logger = LoggerFactory.getLogger(AskRun.class);

	private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(10);

	private static final int KEYS = 1000;

	private final BiFunction<String, byte[], CompletableFuture<?>> ask;

	private int asked;

	private AskRun(BiFunction<String, byte[], CompletableFuture<?>> ask) {
		this.ask = ask;
	}

	/**
	 * Ask on a thread of its own, and report.
	 * @param ask asks with a key and a value; the answer is the value
	 */
	public static void start(BiFunction<String, byte[], CompletableFuture<?>> ask) {
		Thread thread = new Thread(() -> new AskRun(ask).run(), "asks");
		thread.setDaemon(true);
		thread.start();
	}

	private void run() {
		try {
			inTurn(WARM_UP);
			FirstEvent.mark();
			Histogram inTurn = inTurn(IN_TURN);
			Histogram concurrent = new ConcurrentHistogram(LONGEST_MICROS, 3);
			long start = System.nanoTime();
			atATime(concurrent);
			long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
			System.out.println("%s %s %s %d".formatted(SIGNAL, text(inTurn), text(concurrent), millis));
		}
		catch (Exception ex) {
			logger.error("The questions failed", ex);
			System.exit(1);
		}
	}

	private static String text(Histogram histogram) {
		return "%d %d %d %d".formatted(histogram.getTotalCount(), histogram.getValueAtPercentile(50),
				histogram.getValueAtPercentile(99), histogram.getMaxValue());
	}

	private Histogram inTurn(int count) throws Exception {
		Histogram histogram = new Histogram(LONGEST_MICROS, 3);
		for (int i = 0; i < count; i++) {
			long start = System.nanoTime();
			ask().get(1, TimeUnit.MINUTES);
			histogram.recordValue(micros(start));
		}
		return histogram;
	}

	private void atATime(Histogram histogram) throws Exception {
		Semaphore free = new Semaphore(AT_A_TIME);
		CompletableFuture<?>[] answers = new CompletableFuture<?>[CONCURRENT];
		for (int i = 0; i < CONCURRENT; i++) {
			free.acquire();
			long start = System.nanoTime();
			answers[i] = ask().whenComplete((answer, ex) -> {
				histogram.recordValue(micros(start));
				free.release();
			});
		}
		CompletableFuture.allOf(answers).get(5, TimeUnit.MINUTES);
	}

	private CompletableFuture<Void> ask() {
		byte[] question = ("question-" + this.asked).getBytes(StandardCharsets.UTF_8);
		String key = OrderSource.name('c', this.asked++ % KEYS);
		return this.ask.apply(key, question).thenAccept((answer) -> {
			if (!(answer instanceof byte[] bytes) || !java.util.Arrays.equals(bytes, question)) {
				throw new IllegalStateException("An answer is not its question");
			}
		});
	}

	private static long micros(long start) {
		return Math.min(LONGEST_MICROS, TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start));
	}

}
