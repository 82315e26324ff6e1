package org.faustspring.samples.flights;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.faustspring.annotation.Agent;
import org.faustspring.channel.Channel;
import org.faustspring.stream.EventStream;

import org.springframework.stereotype.Component;

/**
 * Watches the updates, and tells the live page what is new twice a second rather than
 * with each flight.
 */
@Component
class DelayBoard {

	static final int ENOUGH_FLIGHTS = 50;

	private final Channel<DelayNews> news;

	DelayBoard(Channel<DelayNews> delayNews) {
		this.news = delayNews;
	}

	@Agent(topics = Topics.UPDATES)
	void watch(EventStream<AirportDelay> updates) throws InterruptedException {
		for (List<AirportDelay> batch : updates.filter((update) -> update.flights() >= ENOUGH_FLIGHTS)
			.take(1000, Duration.ofMillis(500))) {
			this.news.send(new DelayNews(lastOfEach(batch)));
		}
	}

	private static List<AirportDelay> lastOfEach(List<AirportDelay> batch) {
		Map<String, AirportDelay> last = new LinkedHashMap<>();
		batch.forEach((update) -> last.put(update.airport(), update));
		return List.copyOf(last.values());
	}

}
