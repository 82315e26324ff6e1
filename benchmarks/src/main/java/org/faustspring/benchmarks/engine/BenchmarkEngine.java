package org.faustspring.benchmarks.engine;

/**
 * Does the work of one case, in a JVM of its own. Implementations have a constructor
 * without parameters and call
 * {@link org.faustspring.benchmarks.workload.FirstEvent#mark()} for every event. Used by
 * one thread.
 */
public interface BenchmarkEngine extends AutoCloseable {

	/**
	 * Start to process the input, from its beginning or from where the group of the same
	 * name has stopped.
	 * @param settings what to do
	 * @throws Exception if that is not possible
	 */
	void start(EngineSettings settings) throws Exception;

	/**
	 * Commit and stop.
	 * @throws Exception if that is not possible
	 */
	@Override
	void close() throws Exception;

}
