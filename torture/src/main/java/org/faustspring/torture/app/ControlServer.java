package org.faustspring.torture.app;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import org.faustspring.agent.AgentRef;
import org.faustspring.app.FaustApp;
import org.faustspring.table.Table;
import org.faustspring.torture.weave.FailPoints;
import org.faustspring.torture.weave.TortureClock;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.context.ApplicationContext;

/**
 * Where the rig asks an instance how it is, and tells it to break. Its own threads.
 */
final class ControlServer implements AutoCloseable {

	private final JsonMapper json = JsonMapper.builder().build();

	private static final Duration ANSWER_LIMIT = Duration.ofSeconds(5);

	private final FaustApp app;

	private final AgentRef<String, Balance> quote;

	private final HttpServer server;

	private final ExecutorService threads = Executors.newFixedThreadPool(3, (task) -> {
		Thread thread = new Thread(task, "control");
		thread.setDaemon(true);
		return thread;
	});

	ControlServer(ApplicationContext context) throws IOException {
		this.app = context.getBean(FaustApp.class);
		this.quote = this.app.ref("quote", String.class, Balance.class);
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.setExecutor(this.threads);
		this.server.createContext("/state", (exchange) -> answer(exchange, state()));
		this.server.createContext("/tables", (exchange) -> answer(exchange, tables()));
		this.server.createContext("/ask", (exchange) -> answer(exchange, ask(exchange.getRequestURI().getQuery())));
		this.server.createContext("/clock", (exchange) -> {
			TortureClock.jump(Long.parseLong(exchange.getRequestURI().getQuery()));
			answer(exchange, List.of());
		});
		this.server.createContext("/fail", (exchange) -> {
			FailPoints.arm(exchange.getRequestURI().getQuery());
			answer(exchange, List.of());
		});
		this.server.start();
	}

	int port() {
		return this.server.getAddress().getPort();
	}

	private Object state() {
		Map<String, Object> state = new LinkedHashMap<>();
		state.put("state", this.app.state().name());
		state.put("failure", String.valueOf(this.app.failure()));
		state.put("agents",
				this.app.agents().stream().map((agent) -> agent.name() + " " + agent.state()).sorted().toList());
		state.put("running", this.app.tasks().stream().filter((task) -> task.state().equals("RUNNING")).count());
		state.put("tasks", this.app.tasks().size());
		state.put("figures", this.app.figures());
		state.put("process", ProcessFigures.now());
		return state;
	}

	private Object tables() {
		Map<String, Object> tables = new LinkedHashMap<>();
		for (Table<?, ?> table : this.app.tables()) {
			tables.put(table.name(), entries(table));
		}
		return tables;
	}

	/** The balance that the agent answers with; empty if there is no answer. */
	private Object ask(String account) {
		try {
			Balance answer = this.quote.askAndWait(account, account, ANSWER_LIMIT);
			return (answer != null) ? Map.of("balance", answer) : Map.of("failure", "null");
		}
		catch (RuntimeException ex) {
			return Map.of("failure", ex.toString());
		}
	}

	private static <K, V> List<Map<String, Object>> entries(Table<K, V> table) {
		List<Map<String, Object>> found = new ArrayList<>();
		table.entries()
			.forEach((entry) -> found.add(Map.of("key", (Object) entry.key(), "value", (Object) entry.value())));
		return found;
	}

	private void answer(HttpExchange exchange, Object answer) throws IOException {
		byte[] body = this.json.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(200, body.length);
		try (OutputStream out = exchange.getResponseBody()) {
			out.write(body);
		}
	}

	@Override
	public void close() {
		this.server.stop(0);
		this.threads.shutdown();
	}

}
