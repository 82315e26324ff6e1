package org.faustspring.table.store;

import java.io.BufferedReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class StateDirectoryTests {

	private final Path root;

	StateDirectoryTests(@TempDir Path root) {
		this.root = root;
	}

	@Test
	void instanceIdSurvivesRestarts() {
		String first;
		try (StateDirectory directory = StateDirectory.open(this.root, "app")) {
			first = directory.instanceId();
		}
		try (StateDirectory directory = StateDirectory.open(this.root, "app");
				StateDirectory other = StateDirectory.open(this.root, "other")) {
			assertThat(directory.instanceId()).isEqualTo(first).matches("[A-Za-z0-9_-]+");
			assertThat(other.instanceId()).isNotEqualTo(first);
		}
	}

	@Test
	void secondOpenInOneProcessFailsAndNamesTheHolder() {
		try (StateDirectory directory = StateDirectory.open(this.root, "app")) {
			assertThatExceptionOfType(StateDirectoryLockedException.class)
				.isThrownBy(() -> StateDirectory.open(this.root.resolve("app").resolve(".."), "app"))
				.withMessageContaining(directory.path().toString())
				.withMessageContaining("pid " + ProcessHandle.current().pid());
		}
	}

	@Test
	void openInAnotherProcessFailsAlsoAfterAFailedSecondOpenInThisOne() throws Exception {
		try (StateDirectory directory = StateDirectory.open(this.root, "app")) {
			assertThatExceptionOfType(StateDirectoryLockedException.class)
				.isThrownBy(() -> StateDirectory.open(this.root, "app"));
			Process child = ChildJvm.start(this.root, StateDirectoryChild.class, this.root.toString());
			try (BufferedReader output = child.inputReader()) {
				assertThat(output.readLine())
					.isEqualTo("locked " + directory.path() + " by pid " + ProcessHandle.current().pid());
			}
			finally {
				child.destroyForcibly().waitFor();
			}
		}
	}

	@Test
	void directoryOfAKilledProcessIsFree() throws Exception {
		Process child = ChildJvm.start(this.root, StateDirectoryChild.class, this.root.toString());
		try (BufferedReader output = child.inputReader()) {
			assertThat(output.readLine()).isEqualTo("opened");
			assertThatExceptionOfType(StateDirectoryLockedException.class)
				.isThrownBy(() -> StateDirectory.open(this.root, "app"))
				.satisfies((ex) -> assertThat(ex.holder()).startsWith("pid " + child.pid() + " on "));
		}
		finally {
			child.destroyForcibly().waitFor();
		}

		StateDirectory.open(this.root, "app").close();
	}

	@Test
	void tasksNeverShareADirectory() {
		List<String> tasks = List.of("a/b", "a_b", "a%2fb", "A/b", "a", "A", "..", ".", "ä", "x".repeat(300),
				"x".repeat(301), "a.damaged", "con");
		try (StateDirectory directory = StateDirectory.open(this.root, "app")) {
			Stream<Path> paths = tasks.stream().map(directory::taskPath);

			assertThat(paths.map((path) -> directory.path().relativize(path).toString().toLowerCase()))
				.doesNotHaveDuplicates()
				.allSatisfy((path) -> assertThat(Path.of(path).getNameCount()).isEqualTo(2))
				.allSatisfy((path) -> assertThat(path).doesNotContain("..").hasSizeLessThan(255));
		}
	}

	@Test
	void appIdCannotLeaveTheRoot() {
		try (StateDirectory directory = StateDirectory.open(this.root, "../elsewhere")) {
			assertThat(directory.path()).hasParent(this.root);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "no id", "\u00ff\u00fe\u00c3" })
	void damagedInstanceIdIsReplaced(String damaged) throws Exception {
		StateDirectory.open(this.root, "app").close();
		Files.writeString(this.root.resolve("app").resolve("instance-id"), damaged, StandardCharsets.ISO_8859_1);

		try (StateDirectory directory = StateDirectory.open(this.root, "app")) {
			assertThat(directory.instanceId()).hasSizeGreaterThan(6);
		}
	}

}
