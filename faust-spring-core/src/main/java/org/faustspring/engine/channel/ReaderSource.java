package org.faustspring.engine.channel;

/**
 * What a stream of a channel outside of agents begins with. Any thread.
 */
public interface ReaderSource {

	/**
	 * Return the channel's name.
	 * @return the name
	 */
	String name();

	/**
	 * Return the channel.
	 * @return the channel
	 */
	BoundedChannel<?> channel();

	/**
	 * Subscribe.
	 * @return the place in the channel
	 * @throws IllegalStateException if that was done before, or it is closed
	 */
	ChannelReader<?> open();

	/**
	 * End the subscription; all that was taken counts as processed.
	 */
	void close();

}
