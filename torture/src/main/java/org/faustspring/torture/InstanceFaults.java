package org.faustspring.torture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import org.faustspring.torture.weave.FailPoint;
import org.faustspring.torture.weave.FailPoints;

/**
 * What can happen to instances of the application. One thread.
 */
final class InstanceFaults {

	/** Longer than the group waits for a member. */
	private static final int SESSION_MILLIS = 5000;

	private static final int FEWEST = 2;

	private final Instances instances;

	private final Violations violations;

	private final boolean exactlyOnce;

	InstanceFaults(Instances instances, Violations violations, boolean exactlyOnce) {
		this.instances = instances;
		this.violations = violations;
		this.exactlyOnce = exactlyOnce;
	}

	Map<String, Fault> all() {
		Map<String, Fault> all = new LinkedHashMap<>();
		all.put("kill", this::kill);
		all.put("kill-all", this::killAll);
		all.put("stop", this::stop);
		all.put("zombie", this::zombie);
		all.put("nap", this::nap);
		all.put("add", this::add);
		all.put("remove", this::remove);
		all.put("damage", this::damage);
		all.put("fail-point", this::failPoint);
		all.put("clock", this::clock);
		if (FullDisk.possible()) {
			all.put("full-disk", this::fullDisk);
		}
		return all;
	}

	Map<String, Integer> weights() {
		Map<String, Integer> weights = new LinkedHashMap<>();
		all().keySet().forEach((name) -> weights.put(name, 2));
		weights.put("kill", 4);
		weights.put("zombie", 3);
		weights.put("fail-point", 5);
		weights.put("kill-all", 1);
		weights.put("clock", 1);
		weights.computeIfPresent("full-disk", (name, weight) -> 1);
		return weights;
	}

	private String kill(Random dice) throws InterruptedException {
		Instance instance = this.instances.anyAlive(dice);
		instance.kill();
		long down = pause(dice, 3000);
		instance.start();
		return "%s, down %d ms".formatted(instance, down);
	}

	private String killAll(Random dice) throws InterruptedException {
		List<Instance> alive = this.instances.alive();
		alive.forEach(Instance::kill);
		long down = pause(dice, 3000);
		alive.forEach(Instance::start);
		return "%s, down %d ms".formatted(alive, down);
	}

	private String stop(Random dice) throws InterruptedException {
		Instance instance = this.instances.anyAlive(dice);
		stop(instance);
		long down = pause(dice, 3000);
		instance.start();
		return "%s, down %d ms".formatted(instance, down);
	}

	private void stop(Instance instance) throws InterruptedException {
		instance.awaitUp();
		if (!instance.stop()) {
			this.violations.add("stop", instance + " did not end after a clean stop; its threads are in its log");
		}
	}

	private String zombie(Random dice) throws InterruptedException {
		Instance instance = this.instances.anyAlive(dice);
		instance.sleep();
		Thread.sleep(SESSION_MILLIS);
		long longer = pause(dice, 5000);
		instance.wake();
		return "%s, asleep %d ms".formatted(instance, SESSION_MILLIS + longer);
	}

	private String nap(Random dice) throws InterruptedException {
		Instance instance = this.instances.anyAlive(dice);
		instance.sleep();
		long asleep = pause(dice, SESSION_MILLIS - 1000);
		instance.wake();
		return "%s, asleep %d ms".formatted(instance, asleep);
	}

	private String add(Random dice) throws InterruptedException {
		List<Instance> absent = this.instances.absent();
		if (absent.isEmpty()) {
			return remove(dice);
		}
		Instance instance = absent.get(dice.nextInt(absent.size()));
		instance.start();
		return "%s comes".formatted(instance);
	}

	private String remove(Random dice) throws InterruptedException {
		if (this.instances.alive().size() <= FEWEST) {
			return add(dice);
		}
		Instance instance = this.instances.anyAlive(dice);
		if (dice.nextBoolean()) {
			instance.kill();
			return "%s, killed and gone".formatted(instance);
		}
		stop(instance);
		return "%s, stopped and gone".formatted(instance);
	}

	private String damage(Random dice) throws Exception {
		Instance instance = this.instances.anyAlive(dice);
		instance.kill();
		String damage = StateDamage.damage(instance.state(), dice);
		instance.start();
		return "%s, killed, %s".formatted(instance, damage);
	}

	private String failPoint(Random dice) throws Exception {
		List<FailPoint> points = java.util.Arrays.stream(FailPoint.values())
			.filter((point) -> this.exactlyOnce ? point != FailPoint.RESTORE_6_REPAIRED
					: point != FailPoint.COMMIT_5_OFFSETS)
			.toList();
		FailPoint point = points.get(dice.nextInt(points.size()));
		Instance instance = this.instances.anyAlive(dice);
		instance.excuse();
		if (point.inCommit()) {
			instance.awaitUp();
			instance.ask("fail?%s:%d".formatted(point, dice.nextInt(5)));
		}
		else {
			instance.kill();
			if (point.restores()) {
				StateDamage.deleteAll(instance.state());
			}
			instance.start("%s:%d".formatted(point, dice.nextInt(3)));
		}
		boolean reached = instance.process().await((long) Patience.seconds(30));
		if (!reached) {
			instance.kill();
		}
		else if (instance.process().exitCode() != FailPoints.EXIT_CODE) {
			this.violations.add("exit",
					"%s ended by itself with code %d".formatted(instance, instance.process().exitCode()));
		}
		instance.start();
		return "%s at %s%s".formatted(instance, point, reached ? "" : ", not reached, killed");
	}

	private String clock(Random dice) throws InterruptedException {
		Instance instance = this.instances.anyAlive(dice);
		// Less than what is said to make a difference, half of the minimal compaction lag
		long jump = (dice.nextInt(600) - 300) * 1000L;
		instance.awaitUp();
		instance.ask("clock?" + jump);
		long wrong = pause(dice, 8000);
		instance.ask("clock?0");
		return "%s, %d s for %d ms".formatted(instance, jump / 1000, wrong);
	}

	private String fullDisk(Random dice) throws Exception {
		Instance instance = this.instances.anyAlive(dice);
		stop(instance);
		try (FullDisk disk = FullDisk.mount(instance.state())) {
			String outcome = fill(instance, disk);
			disk.free();
			// Goes on with what a full disk has left
			instance.start();
			stop(instance);
			return "%s, %s".formatted(instance, outcome);
		}
		finally {
			instance.start();
		}
	}

	private String fill(Instance instance, FullDisk disk) throws Exception {
		instance.start();
		instance.excuse();
		instance.awaitUp();
		Thread.sleep(4000);
		disk.fill();
		long until = System.nanoTime() + 20_000_000_000L;
		while (System.nanoTime() < until && !failed(instance)) {
			Thread.sleep(200);
		}
		boolean failed = failed(instance);
		instance.kill();
		return failed ? "the App failed, as it should" : "it still ran when killed";
	}

	private static boolean failed(Instance instance) {
		tools.jackson.databind.JsonNode state = instance.ask("state");
		return !instance.alive() || (state != null && state.path("state").asString().equals("FAILED"));
	}

	private static long pause(Random dice, int most) throws InterruptedException {
		long millis = dice.nextInt(most);
		Thread.sleep(millis);
		return millis;
	}

}
