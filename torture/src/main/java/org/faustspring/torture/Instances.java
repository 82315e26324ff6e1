package org.faustspring.torture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The instances of the application, those that are there and those that may be added. Any
 * thread.
 */
final class Instances {

	static final int MOST = 5;

	private final List<Instance> all = new ArrayList<>();

	private final TortureSettings settings;

	private final String servers;

	Instances(TortureSettings settings, String servers) {
		this.settings = settings;
		this.servers = servers;
		for (int i = 1; i <= MOST; i++) {
			this.all.add(create("instance-" + i));
		}
	}

	/** An instance beside those that are broken. */
	Instance create(String name) {
		Path directory = this.settings.directory().resolve(name);
		return create(name, directory, directory.resolve("state"));
	}

	private Instance create(String name, Path directory, Path state) {
		List<String> properties = List.of("--spring.kafka.bootstrap-servers=" + this.servers,
				"--faust.processing-guarantee=" + this.settings.guarantee(), "--faust.state-directory=" + state,
				"--faust.topics.replication-factor=" + Math.min(3, this.settings.brokers()));
		return new Instance(name, directory, state, properties);
	}

	List<Instance> all() {
		return List.copyOf(this.all);
	}

	List<Instance> alive() {
		return this.all.stream().filter(Instance::alive).toList();
	}

	List<Instance> absent() {
		return this.all.stream().filter((instance) -> !instance.alive()).toList();
	}

	Instance anyAlive(Random random) {
		List<Instance> alive = alive();
		return alive.get(random.nextInt(alive.size()));
	}

}
