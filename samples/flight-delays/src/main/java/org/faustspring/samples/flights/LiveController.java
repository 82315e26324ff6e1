package org.faustspring.samples.flights;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.faustspring.channel.Channel;
import org.faustspring.table.Table;

import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * Feeds the live page ({@code static/index.html}) by server-sent events: first what the
 * table has, then what is new. Each instance shows the airports it has.
 */
@RestController
class LiveController {

	private static final long NO_TIMEOUT = 0;

	private final Channel<DelayNews> news;

	private final Table<String, DelayStats> delays;

	private final Set<SseEmitter> browsers = ConcurrentHashMap.newKeySet();

	LiveController(Channel<DelayNews> delayNews, Table<String, DelayStats> airportDelays) {
		this.news = delayNews;
		this.delays = airportDelays;
	}

	@GetMapping("/live")
	SseEmitter live() {
		SseEmitter emitter = new SseEmitter(NO_TIMEOUT);
		this.browsers.add(emitter);
		Channel.Subscription subscription = this.news.subscribe((news) -> send(emitter, news));
		emitter.onCompletion(() -> {
			this.browsers.remove(emitter);
			subscription.close();
		});
		send(emitter, new DelayNews(soFar()));
		return emitter;
	}

	/*
	 * The web server stops when all requests have ended, and browsers end none.
	 */
	@EventListener(ContextClosedEvent.class)
	void end() {
		this.browsers.forEach(SseEmitter::complete);
	}

	private List<AirportDelay> soFar() {
		return this.delays.entries()
			.stream()
			.filter((entry) -> entry.value().flights() >= DelayBoard.ENOUGH_FLIGHTS)
			.map((entry) -> AirportDelay.of(entry.key(), entry.value()))
			.toList();
	}

	private static void send(SseEmitter emitter, DelayNews news) {
		try {
			emitter.send(news);
		}
		catch (IOException | IllegalStateException ex) {
			// The browser has gone
			emitter.completeWithError(ex);
		}
	}

}
