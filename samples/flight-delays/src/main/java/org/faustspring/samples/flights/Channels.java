package org.faustspring.samples.flights;

import org.faustspring.app.FaustApp;
import org.faustspring.channel.Channel;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Declares the channels.
 */
@Configuration(proxyBeanMethods = false)
class Channels {

	@Bean
	Channel<DelayNews> delayNews(FaustApp app) {
		return app.channel("delay-news", DelayNews.class);
	}

}
