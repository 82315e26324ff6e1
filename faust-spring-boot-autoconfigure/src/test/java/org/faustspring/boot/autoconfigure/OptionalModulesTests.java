package org.faustspring.boot.autoconfigure;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.faustspring.app.FaustApp;
import org.faustspring.boot.AppFixture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that an application starts without what is optional, in a JVM whose class path
 * really lacks it: a filtering class loader hides no annotations.
 */
class OptionalModulesTests {

	@ParameterizedTest
	@ValueSource(strings = { "spring-boot-(starter-)?(actuator|health|micrometer).*|micrometer-core.*",
			"spring-boot-(starter-)?health.*|spring-boot-actuator-autoconfigure.*",
			"spring-boot-(starter-)?micrometer-metrics.*|micrometer-core.*",
			"spring-boot-(starter-)?(web|tomcat|servlet|http).*|spring-web.*|tomcat.*|jakarta.servlet.*",
			"spring-boot-(starter-)?jackson.*", "spring-boot-(starter-)?validation.*|hibernate-validator.*",
			"spring-boot-(starter-)?validation.*|hibernate-validator.*|jakarta.validation.*" })
	@Timeout(60)
	void applicationStartsWithout(String jars) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				classPathWithout(Pattern.compile(jars)), "-XX:TieredStopAtLevel=1", "-Xshare:auto",
				Application.class.getName())
			.redirectErrorStream(true)
			.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

		assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(output).contains("Started with flights").doesNotContain("not eligible for getting processed");
		assertThat(process.exitValue()).isZero();
	}

	private String classPathWithout(Pattern jars) {
		return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !jars.matcher(new File(entry).getName()).matches())
			.collect(Collectors.joining(File.pathSeparator));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		FaustApp faustApp() {
			return new AppFixture().app;
		}

		public static void main(String[] args) {
			new SpringApplicationBuilder(Application.class)
				.properties("faust.id=flights", "spring.kafka.bootstrap-servers=localhost:1", "server.port=0",
						"spring.main.banner-mode=off", "management.endpoints.web.exposure.include=*")
				.run()
				.registerShutdownHook();
			System.out.println("Started with flights");
			System.exit(0);
		}

	}

}
