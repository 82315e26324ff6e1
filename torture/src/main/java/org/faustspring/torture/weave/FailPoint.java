package org.faustspring.torture.weave;

/**
 * A place between two steps of the engine where a process can be made to die at once. The
 * numbers are those of the commit protocol and of the take-over in
 * {@code docs/architecture.md}.
 */
public enum FailPoint {

	/** Between events, nothing sent yet. */
	COMMIT_1_STOPPED("org.faustspring.engine.commit.Committer", "begin", Side.ENTER),

	/**
	 * Writes are set aside; under at-least-once the worker goes on from here.
	 */
	COMMIT_2_FROZEN("org.faustspring.engine.commit.Committer", "begin", Side.EXIT),

	/** The first changelog record of a commit was handed to the producer. */
	COMMIT_3_SENDING("org.faustspring.engine.commit.WorkerProducer", "sendChangelog", Side.EXIT),

	/** A table's changelog records were handed to the producer. */
	COMMIT_3_SENT("org.faustspring.engine.commit.ChangelogSends", "send", Side.EXIT),

	/** All records are acknowledged. */
	COMMIT_4_FLUSHED("org.faustspring.engine.commit.WorkerProducer", "await", Side.EXIT),

	/** The cut is known. */
	COMMIT_4_CUT("org.faustspring.engine.commit.GroupCommits", "commit", Side.ENTER),

	/** The offsets are in the transaction, which is still open. Exactly-once only. */
	COMMIT_5_OFFSETS("org.apache.kafka.clients.producer.KafkaProducer", "sendOffsetsToTransaction", Side.EXIT),

	/** Committed in Kafka, not yet on disk. */
	COMMIT_5_COMMITTED("org.faustspring.engine.commit.GroupCommits", "commit", Side.EXIT),

	/** A task's data and position are on disk. */
	COMMIT_6_APPLIED("org.faustspring.engine.commit.Committer", "apply", Side.EXIT),

	/** A task's frozen overlay is dropped. */
	COMMIT_7_DROPPED("org.faustspring.engine.task.Task", "committed", Side.EXIT),

	/** The store is open. */
	RESTORE_1_OPENED("org.faustspring.table.store.TableStores", "open", Side.EXIT),

	/** What is committed is known. */
	RESTORE_2_FETCHED("org.faustspring.engine.commit.CommittedOffsets", "fetch", Side.EXIT),

	/** Where to restore from and to is known; a copy of no use is dropped. */
	RESTORE_3_PLANNED("org.faustspring.engine.restore.TakeOver", "plan", Side.EXIT),

	/** Some changelog records are in the store. */
	RESTORE_4_READING("org.faustspring.table.store.LocalTaskStore", "restore", Side.EXIT),

	/** All of them are. */
	RESTORE_4_READ("org.faustspring.engine.restore.TakeOver", "finish", Side.ENTER),

	/** They are flushed to disk. */
	RESTORE_5_FLUSHED("org.faustspring.table.store.LocalTaskStore", "finishRestoring", Side.EXIT),

	/** An interrupted commit is undone in the changelog. At-least-once only. */
	RESTORE_6_REPAIRED("org.faustspring.engine.restore.TailRepair", "writeAgain", Side.EXIT),

	/** The cut of the take-over is about to be committed. */
	RESTORE_7_COMMITTING("org.faustspring.engine.restore.TakeOver", "commit", Side.ENTER),

	/** It is committed. */
	RESTORE_7_COMMITTED("org.faustspring.engine.restore.TakeOver", "commit", Side.EXIT),

	/** The position is on disk. */
	RESTORE_8_APPLIED("org.faustspring.engine.task.Task", "restored", Side.ENTER),

	/** The task may run. */
	RESTORE_9_READY("org.faustspring.engine.restore.TakeOver", "finish", Side.EXIT);

	private final String type;

	private final String method;

	private final Side side;

	FailPoint(String type, String method, Side side) {
		this.type = type;
		this.method = method;
		this.side = side;
	}

	/**
	 * Tell whether it is in the commit protocol.
	 * @return if not, it is in the take-over
	 */
	public boolean inCommit() {
		return name().startsWith("COMMIT");
	}

	/**
	 * Tell whether it is reached only where there is something to restore.
	 * @return whether the local state should be gone
	 */
	public boolean restores() {
		return this == RESTORE_4_READING || this == RESTORE_5_FLUSHED;
	}

	String type() {
		return this.type;
	}

	String method() {
		return this.method;
	}

	Side side() {
		return this.side;
	}

	enum Side {

		ENTER, EXIT

	}

}
