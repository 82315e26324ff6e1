package org.faustspring.boot.embedded;

import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExitGuard}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExitGuardTests {

	@Test
	void fatalFaultOfARunningBrokerIsLoggedAndTheJvmGoesOn(CapturedOutput output) {
		ExitGuard.acquire();
		try {
			ExitGuard.started();

			Exit.halt(1, "all log directories failed");
			Exit.exit(2);

			assertThat(output).contains("status 1: all log directories failed").contains("status 2.");
		}
		finally {
			ExitGuard.release();
		}
	}

	@Test
	void faultOfAStartIsLeftToTheExceptionThatFollows(CapturedOutput output) {
		ExitGuard.acquire();
		try {
			Exit.exit(1);

			assertThat(output).doesNotContain("fatal fault");
		}
		finally {
			ExitGuard.release();
		}
	}

}
