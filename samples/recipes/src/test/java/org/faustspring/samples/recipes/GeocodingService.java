package org.faustspring.samples.recipes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.DynamicPropertyRegistrar;

/**
 * A real HTTP service that remembers when it was called.
 */
@Configuration(proxyBeanMethods = false)
public class GeocodingService implements DisposableBean {

	private final HttpServer server;

	private final List<Long> calls = new CopyOnWriteArrayList<>();

	public GeocodingService() {
		try {
			this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		this.server.createContext("/places", this::answer);
		this.server.start();
	}

	@Bean
	DynamicPropertyRegistrar geocodingPort() {
		return (registry) -> registry.add("recipes.geocoding.port", () -> this.server.getAddress().getPort());
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.calls.add(System.nanoTime());
		String text = URLDecoder.decode(exchange.getRequestURI().getRawQuery().substring("text=".length()),
				StandardCharsets.UTF_8);
		byte[] body = "{\"text\": \"%s\", \"latitude\": 33.4, \"longitude\": -112.1}".formatted(text)
			.getBytes(StandardCharsets.UTF_8);
		exchange.getResponseHeaders().set("Content-Type", "application/json");
		exchange.sendResponseHeaders(200, body.length);
		exchange.getResponseBody().write(body);
		exchange.close();
	}

	/** When it was called, in {@link System#nanoTime()}. */
	public List<Long> calls() {
		return this.calls;
	}

	@Override
	public void destroy() {
		this.server.stop(0);
	}

}
