package org.faustspring.boot.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.faustspring.app.FaustApp;
import org.faustspring.boot.AppFixture;
import org.faustspring.table.DuplicateTableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Tests of whole starts: what a person sees.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartTests {

	@Test
	void misspeltPropertyIsExplainedWithFileAndLine(@TempDir Path directory, CapturedOutput output) throws IOException {
		Path file = Files.writeString(directory.resolve("application.yaml"), """
				spring.kafka.bootstrap-servers: localhost:1
				faust:
				  id: flights
				  comit-interval: 5s
				""");

		assertThat(catchThrowable(() -> run(WebApplicationType.NONE, "--spring.config.location=" + file.toUri())))
			.isInstanceOf(UnknownPropertyException.class);
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("faust.comit-interval (URL [file:" + file + "] - 4:19)")
			.contains("Did you mean 'faust.commit-interval' in place of 'faust.comit-interval'?");
	}

	@Test
	void valueOutOfBoundsIsExplained(CapturedOutput output) {
		assertThat(catchThrowable(() -> run(WebApplicationType.NONE, "--faust.id=flights", "--faust.workers=0")))
			.isNotNull();

		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("faust.workers")
			.contains("must be at least 1");
	}

	@Test
	void missingIdIsExplained(CapturedOutput output) {
		assertThat(catchThrowable(() -> run(WebApplicationType.NONE))).isNotNull();

		assertThat(output).contains("APPLICATION FAILED TO START").contains("Set 'faust.id', or");
	}

	@Test
	void errorOfABeanMethodIsExplained(CapturedOutput output) {
		assertThat(catchThrowable(
				() -> new SpringApplicationBuilder(Application.class, TwoTables.class).web(WebApplicationType.NONE)
					.run("--faust.id=flights", "--spring.kafka.bootstrap-servers=localhost:1",
							"--spring.main.banner-mode=off")))
			.isNotNull();

		assertThat(output).contains("APPLICATION FAILED TO START").contains("There are two tables named 'counts'.");
	}

	@Test
	void urlIsThatOfTheWebServer() {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, "--faust.id=flights",
				"--server.port=0")) {
			assertThat(context.getBean(AppUrl.class).get())
				.endsWith(":" + context.getEnvironment().getProperty("local.server.port"));
		}
	}

	@Test
	void urlIsTheConfiguredOne() {
		try (ConfigurableApplicationContext context = run(WebApplicationType.SERVLET, "--faust.id=flights",
				"--server.port=0", "--faust.url=https://outside")) {
			assertThat(context.getBean(AppUrl.class).get()).isEqualTo("https://outside");
		}
	}

	private ConfigurableApplicationContext run(WebApplicationType type, String... arguments) {
		return new SpringApplicationBuilder(Application.class).web(type)
			.properties("spring.kafka.bootstrap-servers=localhost:1", "spring.main.banner-mode=off")
			.run(arguments);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		FaustApp faustApp() {
			return new AppFixture().app;
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoTables {

		@Bean
		String second() {
			throw new DuplicateTableException("counts");
		}

	}

}
