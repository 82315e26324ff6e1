package org.faustspring.samples.recipes.livefeed;

import java.util.List;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/**
 * Collects the lines of a response.
 */
class Lines implements Subscriber<String> {

	private final List<String> lines;

	Lines(List<String> lines) {
		this.lines = lines;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		subscription.request(Long.MAX_VALUE);
	}

	@Override
	public void onNext(String line) {
		this.lines.add(line);
	}

	@Override
	public void onError(Throwable failure) {
		// The test ends the feed, which is one
	}

	@Override
	public void onComplete() {
	}

}
