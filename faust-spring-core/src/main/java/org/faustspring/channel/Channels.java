package org.faustspring.channel;

import java.util.concurrent.ThreadFactory;

/**
 * Makes channels. Any thread.
 */
public final class Channels {

	private Channels() {
	}

	/**
	 * Make a channel.
	 * @param name the channel's name, for logs and thread names
	 * @param type the type of the messages; others are refused
	 * @param capacity how many messages it holds a subscriber, at least 1, not counting
	 * the one being consumed
	 * @param threads makes the threads that call consumers
	 * @param <T> the type of the messages
	 * @return the channel
	 */
	public static <T> Channel<T> bounded(String name, Class<T> type, int capacity, ThreadFactory threads) {
		return new BoundedChannel<>(name, type, capacity, threads);
	}

}
