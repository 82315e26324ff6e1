package org.faustspring.engine.client;

import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ReadErrors}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ReadErrorsTests {

	private final ReadErrors errors = new ReadErrors("Worker 3 could not read its inputs");

	@Test
	void areTooManyAfterAMinute() {
		fail(120);
		assertThat(this.errors.tooMany()).isFalse();
		fail(1);
		assertThat(this.errors.tooMany()).isTrue();
	}

	@Test
	void countOnlyThoseInARow() {
		fail(120);
		this.errors.succeeded();
		fail(120);
		assertThat(this.errors.tooMany()).isFalse();
	}

	@Test
	void areToldLessAndLessOften(CapturedOutput output) {
		fail(100);
		assertThat(output.toString().lines().filter((line) -> line.contains("Worker 3 could not read"))).hasSize(7)
			.last()
			.asString()
			.contains("(64 times in a row)", "broker away");
	}

	private void fail(int times) {
		for (int i = 0; i < times; i++) {
			this.errors.failed(new KafkaException("broker away"));
		}
	}

}
