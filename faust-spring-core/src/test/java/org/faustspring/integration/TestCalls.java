package org.faustspring.integration;

import org.faustspring.engine.call.Calls;
import org.faustspring.fixture.TestApp;
import org.faustspring.wiring.EngineFaustApp;

/**
 * What an App's calls are doing.
 */
final class TestCalls {

	private TestCalls() {
	}

	static Calls of(TestApp app) {
		return app.bean(EngineFaustApp.class).calls();
	}

}
