package org.faustspring.boot.autoconfigure;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Learns at which URL this instance serves requests, when its web server has started. Any
 * thread may ask.
 */
class ServerUrl implements Supplier<@Nullable String>, ApplicationListener<WebServerInitializedEvent> {

	private final Environment environment;

	private volatile @Nullable String url;

	ServerUrl(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		boolean management = StringUtils.hasText(event.getApplicationContext().getServerNamespace());
		int port = event.getWebServer().getPort();
		if (!management && port > 0) {
			this.url = "%s://%s:%d%s".formatted(scheme(), host(), port,
					this.environment.getProperty("server.servlet.context-path", ""));
		}
	}

	private String scheme() {
		boolean tls = this.environment.containsProperty("server.ssl.bundle")
				|| this.environment.containsProperty("server.ssl.key-store")
				|| this.environment.containsProperty("server.ssl.certificate");
		return (tls && this.environment.getProperty("server.ssl.enabled", Boolean.class, true)) ? "https" : "http";
	}

	private String host() {
		String address = this.environment.getProperty("server.address");
		if (StringUtils.hasText(address) && !address.equals("0.0.0.0") && !address.equals("::")) {
			return (address.contains(":")) ? "[" + address + "]" : address;
		}
		try {
			return InetAddress.getLocalHost().getHostName();
		}
		catch (UnknownHostException ex) {
			// This host's name has no address; what others call it cannot be known
			return InetAddress.getLoopbackAddress().getHostName();
		}
	}

	@Override
	public @Nullable String get() {
		return this.url;
	}

}
