package org.faustspring.app;

import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationEvent;

/**
 * Published as a Spring application event when the state of an App changes; on the thread
 * that changed it, so listeners should be quick.
 */
public class AppStateChanged extends ApplicationEvent {

	private final AppState previous;

	private final AppState current;

	private final @Nullable Throwable cause;

	/**
	 * Create the event.
	 * @param app the App
	 * @param previous the state before
	 * @param current the state now
	 * @param cause why it failed, {@code null} unless it did
	 */
	public AppStateChanged(FaustApp app, AppState previous, AppState current, @Nullable Throwable cause) {
		super(app);
		this.previous = previous;
		this.current = current;
		this.cause = cause;
	}

	/**
	 * Return the App.
	 * @return the App
	 */
	public FaustApp app() {
		return (FaustApp) getSource();
	}

	/**
	 * Return the state before.
	 * @return the state
	 */
	public AppState previous() {
		return this.previous;
	}

	/**
	 * Return the state now.
	 * @return the state
	 */
	public AppState current() {
		return this.current;
	}

	/**
	 * Return why the App failed.
	 * @return the error, {@code null} unless the state is {@link AppState#FAILED}
	 */
	public @Nullable Throwable cause() {
		return this.cause;
	}

}
