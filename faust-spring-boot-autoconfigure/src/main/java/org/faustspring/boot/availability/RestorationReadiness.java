package org.faustspring.boot.availability;

import org.faustspring.app.AppState;
import org.faustspring.app.AppStateChanged;
import org.faustspring.app.FaustApp;

import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.event.GenericApplicationListener;
import org.springframework.core.ResolvableType;

/**
 * Keeps the application from being sent requests until its tables are restored. Spring
 * Boot declares an application ready as soon as its context has started, which does not
 * wait for restoration: this takes that back until the App has been running once. Later
 * rebalances do not matter, for the partitions that are ready can be read. Any thread.
 */
public class RestorationReadiness implements GenericApplicationListener {

	private final ApplicationContext context;

	private final FaustApp app;

	private boolean restored;

	private boolean held;

	private boolean publishing;

	/**
	 * Create the listener.
	 * @param context the context of the application
	 * @param app the App of that context
	 */
	public RestorationReadiness(ApplicationContext context, FaustApp app) {
		this.context = context;
		this.app = app;
		this.restored = (app.state() == AppState.RUNNING);
	}

	@Override
	public boolean supportsEventType(ResolvableType eventType) {
		Class<?> type = eventType.toClass();
		return AppStateChanged.class.isAssignableFrom(type) || AvailabilityChangeEvent.class.isAssignableFrom(type);
	}

	// Holding the lock while publishing keeps the two events in the order they are meant
	@Override
	public synchronized void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof AppStateChanged change && change.app() == this.app) {
			onAppState(change.current());
		}
		else if (event instanceof AvailabilityChangeEvent<?> change && change.getSource() == this.context
				&& change.getState() instanceof ReadinessState && !this.publishing) {
			this.held = isEarly(change);
			if (this.held) {
				publish(ReadinessState.REFUSING_TRAFFIC);
			}
		}
	}

	/**
	 * Tell whether an event declares the application ready too early. If so, it is
	 * declared ready once the App is running.
	 * @param event an event that this listener has heard or is about to hear
	 * @return whether it is taken back
	 */
	synchronized boolean holdsBack(AvailabilityChangeEvent<?> event) {
		boolean early = isEarly(event);
		// The App may be running before this hears the event as a listener
		this.held |= early;
		return early;
	}

	private boolean isEarly(AvailabilityChangeEvent<?> event) {
		return event.getSource() == this.context && event.getState() == ReadinessState.ACCEPTING_TRAFFIC
				&& !this.restored;
	}

	private void onAppState(AppState state) {
		if (state == AppState.RUNNING) {
			this.restored = true;
			if (this.held) {
				this.held = false;
				publish(ReadinessState.ACCEPTING_TRAFFIC);
			}
		}
	}

	private void publish(ReadinessState readiness) {
		this.publishing = true;
		try {
			AvailabilityChangeEvent.publish(this.context, readiness);
		}
		finally {
			this.publishing = false;
		}
	}

}
