package org.faustspring.torture.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import org.faustspring.app.FaustApp;
import org.faustspring.table.Table;
import org.faustspring.topic.Topic;
import org.faustspring.torture.weave.Weaver;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * An instance of the application under test, in a process of its own. Ends when its
 * standard input does.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class TortureApplication {

	/** The file in the working directory that says where the instance can be asked. */
	public static final String PORT_FILE = "control-port";

	@Bean
	Table<String, Balance> balances(FaustApp app) {
		return app.table(TortureTopics.BALANCES, String.class, Balance.class).defaultValue(Balance.EMPTY).build();
	}

	@Bean
	Table<String, Sale> sales(FaustApp app) {
		return app.table(TortureTopics.SALES, String.class, Sale.class).defaultValue(Sale.EMPTY).build();
	}

	@Bean
	Table<String, Tick> ticks(FaustApp app) {
		return app.table(TortureTopics.TICKS, String.class, Tick.class).defaultValue(new Tick(-1, 0, 0)).build();
	}

	@Bean
	Topic<String, Tick> tickUpdates(FaustApp app) {
		return app.topic(TortureTopics.TICK_UPDATES, String.class, Tick.class).build();
	}

	/**
	 * Run the instance.
	 * @param args properties, as Spring Boot takes them
	 * @throws IOException if it cannot say where it can be asked
	 */
	public static void main(String[] args) throws IOException {
		Weaver.weave();
		SpringApplication application = new SpringApplication(TortureApplication.class);
		// Ends by its input, so that what is left then can be looked at
		application.setRegisterShutdownHook(false);
		ConfigurableApplicationContext context = application.run(args);
		try (ControlServer control = new ControlServer(context)) {
			Path port = Files.writeString(Path.of(PORT_FILE + ".new"), String.valueOf(control.port()));
			Files.move(port, Path.of(PORT_FILE), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
			while (System.in.read() >= 0) {
				// Nothing is said; only the end counts
			}
		}
		context.close();
		Leaks.report();
		System.exit(0);
	}

}
