package org.faustspring.agent;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One agent of this instance, at run time. Safe for any thread; requests take effect
 * between two events, at once for an idle agent, and are not waited for.
 */
public interface AgentHandle {

	/**
	 * Return the agent's name.
	 * @return the name
	 */
	String name();

	/**
	 * Return what the agent is doing.
	 * @return the state
	 */
	AgentState state();

	/**
	 * Return why the agent failed or has paused itself.
	 * @return the error, {@code null} unless the state is {@link AgentState#FAILED}, or
	 * {@link AgentState#PAUSED} otherwise than by request
	 */
	@Nullable Throwable failure();

	/**
	 * Return the tasks that the agent processes no events of, though it runs, since its
	 * supervisor has stopped their actors. {@link #start()} and {@link #restart()} take
	 * them up again.
	 * @return names of tasks, in order; empty as a rule
	 */
	List<String> forfeitedTasks();

	/**
	 * Return the topics, or the pattern of topics, that the agent reads.
	 * @return names, or one pattern in slashes
	 */
	List<String> topics();

	/**
	 * Return the channel that the agent consumes instead of topics.
	 * @return the channel's name, or {@code null} if it reads topics
	 */
	@Nullable String channel();

	/**
	 * Return the number of lanes a task.
	 * @return at least 1
	 */
	int concurrency();

	/**
	 * Return a description of the method behind the agent.
	 * @return class and method
	 */
	String handler();

	/**
	 * Return the figures of the agent so far, by the topic read.
	 * @return a line a topic
	 */
	List<AgentFigures> figures();

	/**
	 * Return what its actors are doing right now, for those that are in a handler.
	 * @return one a running handler
	 */
	List<HandlerInProgress> inProgress();

	/**
	 * Process no further events until resumed, also if it has paused itself. Nothing if
	 * not running.
	 */
	void pause();

	/**
	 * Take up processing again. Nothing if not paused.
	 */
	void resume();

	/**
	 * Stop; like {@link #pause()}, and ended by {@link #start()}.
	 */
	void stop();

	/**
	 * Start, or start again after a stop or a failure, where processing had come to; take
	 * up forfeited tasks.
	 */
	void start();

	/**
	 * Stop and start: actors begin anew, the attempts counted for an event are forgotten.
	 */
	void restart();

}
