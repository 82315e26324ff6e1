package org.faustspring.engine.thread;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * What other threads ask of one, which runs it in the order it was asked. Commands are
 * added by any thread; the rest is for the one that runs them.
 */
public final class Commands {

	private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

	/**
	 * Ask for something. Any thread.
	 * @param command what to run
	 */
	public void add(Runnable command) {
		this.waiting.add(command);
	}

	/**
	 * Have the thread look whether it still has something to wait for. Any thread.
	 */
	public void wake() {
		this.waiting.add(() -> {
		});
	}

	/**
	 * Tell whether there is nothing to run. Any thread.
	 * @return whether there is not
	 */
	public boolean isEmpty() {
		return this.waiting.isEmpty();
	}

	/**
	 * Run all there are.
	 * @return how many ran
	 */
	public int run() {
		int ran = 0;
		Runnable command = this.waiting.poll();
		while (command != null) {
			command.run();
			ran++;
			command = this.waiting.poll();
		}
		return ran;
	}

	/**
	 * Wait for one, and run it.
	 * @param time the longest to wait
	 * @param unit its unit
	 * @throws InterruptedException if the thread is interrupted
	 */
	public void await(long time, TimeUnit unit) throws InterruptedException {
		Runnable command = this.waiting.poll(time, unit);
		if (command != null) {
			command.run();
		}
	}

}
