package org.faustspring.benchmarks.command;

import org.faustspring.benchmarks.harness.ScalingPlan;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ScalingCommand}.
 */
class ScalingCommandTests {

	@Test
	void byDefaultPartitionsKeysAndAgentsChange() {
		assertThat(plan().groups()).extracting((group) -> group.scales().size()).containsExactly(4, 3, 2);
	}

	@Test
	void zeroLeavesAGroupOut() {
		assertThat(plan("--keys", "0", "--agents", "0").groups()).extracting(ScalingPlan.Group::name)
			.containsExactly("partitions");
	}

	@Test
	void numberThatMakesNoSenseIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> plan("--rounds", "0"));
		assertThatIllegalArgumentException().isThrownBy(() -> plan("--partitions", "4,-1"));
		assertThatIllegalArgumentException().isThrownBy(() -> plan("--agents", "7"))
			.withMessage("--agents are 1 and 20, not [7]");
	}

	private static ScalingPlan plan(String... arguments) {
		ScalingCommand command = new ScalingCommand();
		new CommandLine(command).parseArgs(arguments);
		return command.plan();
	}

}
