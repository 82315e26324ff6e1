package org.faustspring.benchmarks.engine;

import java.io.IOException;
import java.nio.file.Path;

import org.faustspring.benchmarks.workload.Case;
import org.faustspring.benchmarks.workload.Guarantee;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class EngineSettingsTests {

	@TempDir
	Path directory;

	@Test
	void settingsComeOutOfTheFileAsTheyWentIn() throws IOException {
		EngineSettings settings = new EngineSettings(EngineKind.HAND_WRITTEN, Case.JSON_TOTALS, Guarantee.EXACTLY_ONCE,
				"localhost:1", "group", "in", "out", 4, 2, 100, 20, this.directory.resolve("state with space"));
		EngineSettings many = settings.withAgents(20);
		Path file = this.directory.resolve("settings");

		settings.save(file);

		assertThat(EngineSettings.load(file)).isEqualTo(settings);
		many.save(file);
		assertThat(EngineSettings.load(file)).isEqualTo(many);
	}

	@Test
	void eachOfSeveralAgentsHasTopicsAndATableOfItsOwn() {
		EngineSettings settings = new EngineSettings(EngineKind.FAUST_SPRING, Case.STATEFUL_COUNT,
				Guarantee.AT_LEAST_ONCE, "localhost:1", "group", "in", "out", 4, 2, 100, 20, this.directory);

		assertThat(settings.inputs()).containsExactly("in");
		assertThat(settings.tables()).containsExactly("counts");
		assertThat(settings.withAgents(2).inputs()).containsExactly("in-1", "in-2");
		assertThat(settings.withAgents(2).outputs()).containsExactly("out-1", "out-2");
		assertThat(settings.withAgents(2).tables()).containsExactly("counts-1", "counts-2");
	}

}
