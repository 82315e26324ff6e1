package org.faustspring.boot.availability;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;

/**
 * The {@link ApplicationAvailability} of an application whose tables may have to be
 * restored. It leaves out what {@link RestorationReadiness} is about to take back, so
 * that a probe never sees it, not even between two events. Any thread.
 */
public class RestorationAvailability extends ApplicationAvailabilityBean {

	private final ObjectProvider<RestorationReadiness> readiness;

	/**
	 * Create the availability.
	 * @param readiness knows what to leave out; asked for when the first event comes,
	 * since beans that the App needs may need the availability
	 */
	public RestorationAvailability(ObjectProvider<RestorationReadiness> readiness) {
		this.readiness = readiness;
	}

	@Override
	public void onApplicationEvent(AvailabilityChangeEvent<?> event) {
		RestorationReadiness held = this.readiness.getIfAvailable();
		if (held == null || !held.holdsBack(event)) {
			super.onApplicationEvent(event);
		}
	}

}
