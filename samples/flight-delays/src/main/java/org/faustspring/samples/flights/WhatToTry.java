package org.faustspring.samples.flights;

import org.faustspring.app.AppState;
import org.faustspring.app.AppStateChanged;
import org.faustspring.app.FaustApp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/**
 * Logs what a person can try next: when everything runs, and when all flights are loaded.
 */
@Component
class WhatToTry {

	private static final Logger logger = LoggerFactory.getLogger(WhatToTry.class);

	private final FaustApp app;

	private final Environment environment;

	private boolean ready;

	private boolean loaded;

	private boolean told;

	WhatToTry(FaustApp app, Environment environment) {
		this.app = app;
		this.environment = environment;
	}

	@EventListener
	synchronized void on(ApplicationReadyEvent event) {
		this.ready = true;
		tell();
	}

	@EventListener
	synchronized void on(AppStateChanged event) {
		tell();
	}

	@EventListener
	synchronized void on(FlightsLoaded event) {
		this.loaded = true;
		this.told = false;
		tell();
	}

	private void tell() {
		if (this.told || !this.ready || this.app.state() != AppState.RUNNING) {
			return;
		}
		this.told = true;
		String url = "http://localhost:" + this.environment.getProperty("local.server.port");
		if (!this.loaded) {
			logger.info("Running. Watch the numbers grow:  curl {}/airports/PHX", url);
			return;
		}
		logger.info("Try next (the README has more):");
		logger.info("  curl {}/airports/PHX             flights and average delay of an airport", url);
		logger.info("  curl '{}/airports?limit=10'      the most delayed ones", url);
		logger.info("  curl {}/dead-letters             the record that is no flight", url);
		logger.info("  curl {}/actuator/faust           what runs where", url);
	}

}
