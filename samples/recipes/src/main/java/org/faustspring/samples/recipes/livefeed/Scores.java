package org.faustspring.samples.recipes.livefeed;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.channel.Channel;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

// tag::recipe[]
@Configuration(proxyBeanMethods = false)
class Scores {

	@Bean
	Channel<Score> liveScores(FaustApp app) {
		return app.channel("live-scores", Score.class);
	}

	@RestController
	static class Feed {

		private final Channel<Score> scores;

		private final Set<SseEmitter> browsers = ConcurrentHashMap.newKeySet();

		Feed(Channel<Score> liveScores) {
			this.scores = liveScores;
		}

		@Agent(topics = "scores")
		@Sink(channel = "liveScores")
		Score show(Score score) {
			return score;
		}

		@GetMapping("/scores/live")
		SseEmitter live() {
			SseEmitter emitter = new SseEmitter(0L);
			this.browsers.add(emitter);
			Channel.Subscription subscription = this.scores.subscribe((score) -> send(emitter, score));
			emitter.onCompletion(() -> {
				this.browsers.remove(emitter);
				subscription.close();
			});
			return emitter;
		}

		// Else the web server would wait for browsers to go
		@EventListener(ContextClosedEvent.class)
		void end() {
			this.browsers.forEach(SseEmitter::complete);
		}

		private static void send(SseEmitter emitter, Score score) {
			try {
				emitter.send(score);
			}
			catch (IOException ex) {
				emitter.completeWithError(ex);
			}
		}

	}

	record Score(String game, int home, int away) {

	}

}
// end::recipe[]
