package org.faustspring.integration;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import org.faustspring.app.AppFigures;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.fixture.TestApp;
import org.faustspring.table.StoreKind;

/**
 * The counting App in a JVM of its own, to be killed, stopped or put to sleep.
 */
final class TallyProcess implements AutoCloseable {

	private static final String FIGURES = "changelog-records-read";

	private final Process process;

	private TallyProcess(Process process) {
		this.process = process;
	}

	static TallyProcess start(Tally tally, Path state) throws IOException {
		String classpath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx192m",
						"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Djava.io.tmpdir=" + state,
						"-D%s=%s".formatted(Tally.WORK, System.getProperty(Tally.WORK, "0")), "-cp", classpath,
						TallyProcess.class.getName(), tally.id, tally.guarantee.name(), state.toString(), tally.servers,
						tally.source, tally.output, System.getProperty("tally.standbys", "0"),
						System.getProperty("tally.store", "ROCKSDB"), System.getProperty("tally.instance", "")));
		return new TallyProcess(new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(state.resolve("process.log").toFile()))
			.start());
	}

	/** End it as {@code kill -9} does. */
	void kill() throws InterruptedException {
		this.process.destroyForcibly().waitFor();
	}

	/** How many changelog records the last process that stopped in order has read. */
	static long changelogRecordsRead(Path state) throws IOException {
		return Long.parseLong(Files.readString(state.resolve(FIGURES)));
	}

	void sleep() throws Exception {
		signal("STOP");
	}

	void wake() throws Exception {
		signal("CONT");
	}

	private void signal(String name) throws Exception {
		new ProcessBuilder("kill", "-" + name, String.valueOf(this.process.pid())).start().waitFor();
	}

	/** Stop it cleanly. */
	@Override
	public void close() throws Exception {
		this.process.getOutputStream().close();
		if (!this.process.waitFor(30, TimeUnit.SECONDS)) {
			kill();
		}
	}

	/**
	 * Run until there is no more input.
	 * @param args id, guarantee, state directory, broker, source and output topic,
	 * standby copies, store, instance id if not that of the directory
	 * @throws IOException if there is no input
	 */
	public static void main(String[] args) throws IOException {
		Tally.configure(args[4], args[5]);
		TestApp.Builder builder = Tally
			.builder(args[0], ProcessingGuarantee.valueOf(args[1]), Path.of(args[2]), args[3])
			.standbyReplicas(Integer.parseInt(args[6]))
			.stores(Map.of("tally", StoreKind.valueOf(args[7])));
		if (!args[8].isEmpty()) {
			builder.instanceId(args[8]);
		}
		try (TestApp app = builder.start()) {
			while (System.in.read() >= 0) {
				// Nothing is said; only the end counts.
			}
			AppFigures figures = app.app().figures();
			Files.writeString(Path.of(args[2], FIGURES), String.valueOf(figures.restored() + figures.standbyRecords()));
		}
	}

}
