package org.faustspring.boot.autoconfigure;

import org.junit.jupiter.api.Test;

import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ServerUrl} and {@link AppUrl}.
 */
class ServerUrlTests {

	private final MockEnvironment environment = new MockEnvironment();

	private final ServerUrl url = new ServerUrl(this.environment);

	@Test
	void isUnknownUntilTheWebServerHasStarted() {
		assertThat(this.url.get()).isNull();
	}

	@Test
	void isThisHostAndThePortOfTheWebServer() {
		started("", 8081);

		assertThat(this.url.get()).matches("http://[^/:]+:8081");
	}

	@Test
	void managementServerIsNotMeant() {
		started("", 8081);
		started("management", 9999);

		assertThat(this.url.get()).endsWith(":8081");
	}

	@Test
	void followsAddressContextPathAndTls() {
		this.environment.setProperty("server.address", "10.0.0.7");
		this.environment.setProperty("server.servlet.context-path", "/api");
		this.environment.setProperty("server.ssl.bundle", "web");

		started("", 8443);

		assertThat(this.url.get()).isEqualTo("https://10.0.0.7:8443/api");
	}

	@Test
	void configuredUrlTakesPrecedence() {
		started("", 8081);

		assertThat(new AppUrl("http://outside", this.url).get()).isEqualTo("http://outside");
		assertThat(new AppUrl(null, this.url).get()).endsWith(":8081");
		assertThat(new AppUrl(null, null).get()).isNull();
	}

	private void started(String namespace, int port) {
		WebServer server = mock(WebServer.class);
		given(server.getPort()).willReturn(port);
		WebServerApplicationContext context = mock(WebServerApplicationContext.class);
		given(context.getServerNamespace()).willReturn(namespace);
		this.url.onApplicationEvent(new WebServerInitializedEvent(server) {

			@Override
			public WebServerApplicationContext getApplicationContext() {
				return context;
			}

		});
	}

}
