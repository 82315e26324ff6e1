package org.faustspring.wiring;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.faustspring.app.AppState;
import org.faustspring.app.AppStateChanged;
import org.faustspring.app.FaustApp;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Holds the state of an App, and tells the log and the context of its changes. Any
 * thread.
 */
final class AppStates {

	private static final Log logger = LogFactory.getLog(AppStates.class);

	private final FaustApp app;

	private final String id;

	private final ApplicationEventPublisher publisher;

	/** What the engine's threads tell is taken one by one. */
	private final Object lock = new Object();

	private volatile AppState state = AppState.CREATED;

	private volatile @Nullable Throwable failure;

	/**
	 * Create the state of an App that is created.
	 * @param app the App, source of events; not asked for anything
	 * @param id the App's id
	 * @param publisher hears of changes
	 */
	AppStates(FaustApp app, String id, ApplicationEventPublisher publisher) {
		this.app = app;
		this.id = id;
		this.publisher = publisher;
	}

	AppState state() {
		return this.state;
	}

	/**
	 * Return why the App has failed.
	 * @return the failure, or {@code null} if it has not
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Take note of why the App fails, before its state tells.
	 * @param cause the failure, or {@code null} to forget it
	 */
	void failure(@Nullable Throwable cause) {
		this.failure = cause;
	}

	/**
	 * Change the state, unless it is that already.
	 * @param next the state
	 * @param cause the failure, or {@code null} if it is none
	 */
	void change(AppState next, @Nullable Throwable cause) {
		AppState previous = this.state;
		if (previous == next) {
			return;
		}
		this.state = next;
		if (next == AppState.FAILED) {
			logger.error("App '%s' has failed".formatted(this.id), cause);
		}
		else {
			logger.info("App '%s' is %s".formatted(this.id, next));
		}
		this.publisher.publishEvent(new AppStateChanged(this.app, previous, next, cause));
	}

	/**
	 * Follow the engine's tasks, unless the App stops.
	 * @param assigned whether this instance knows its tasks
	 * @param restoring whether some of them are restored
	 */
	void tasksChanged(boolean assigned, boolean restoring) {
		synchronized (this.lock) {
			AppState now = this.state;
			if (now == AppState.STOPPING || now == AppState.STOPPED || now == AppState.FAILED) {
				return;
			}
			AppState next = restoring ? AppState.RESTORING : AppState.RUNNING;
			change(assigned ? next : AppState.REBALANCING, null);
		}
	}

	/**
	 * Fail, unless the App has failed before.
	 * @param cause why
	 */
	void failed(Throwable cause) {
		synchronized (this.lock) {
			if (this.failure == null) {
				this.failure = cause;
				change(AppState.FAILED, cause);
			}
		}
	}

}
