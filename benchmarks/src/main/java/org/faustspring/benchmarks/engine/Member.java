package org.faustspring.benchmarks.engine;

/**
 * An engine's place among several that share the work. Immutable.
 *
 * @param instanceId its name, which a restart keeps; empty if it is alone
 * @param sessionMillis after which time it is taken for dead
 * @param standbyReplicas how many copies of its state others keep
 */
public record Member(String instanceId, int sessionMillis, int standbyReplicas) {

	/** The only one. */
	public static final Member ALONE = new Member("", 0, 0);

	/**
	 * Whether there are no others.
	 * @return whether it is alone
	 */
	public boolean alone() {
		return this.instanceId.isEmpty();
	}

}
