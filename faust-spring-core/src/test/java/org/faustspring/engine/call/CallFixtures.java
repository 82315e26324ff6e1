package org.faustspring.engine.call;

/**
 * Parts of calls for tests of other packages, without a broker.
 */
public final class CallFixtures {

	private CallFixtures() {
	}

	/**
	 * Return replies that no event asks for.
	 * @return the replies
	 */
	public static Replies noReplies() {
		return new Replies(false, 1 << 20, () -> {
			throw new IllegalStateException("No event asks for a reply here");
		}, () -> {
			throw new IllegalStateException("No event asks for a reply here");
		});
	}

}
