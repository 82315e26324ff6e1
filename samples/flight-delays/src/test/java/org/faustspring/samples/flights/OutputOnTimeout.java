package org.faustspring.samples.flights;

import org.awaitility.core.ConditionEvaluationListener;
import org.awaitility.core.EvaluatedCondition;
import org.awaitility.core.TimeoutEvent;

/**
 * Prints what an instance has logged when a condition is waited for in vain.
 *
 * @param instance the instance
 */
record OutputOnTimeout(ForkedInstance instance) implements ConditionEvaluationListener<Object> {

	@Override
	public void conditionEvaluated(EvaluatedCondition<Object> condition) {
		// Only a timeout is of interest
	}

	@Override
	public void onTimeout(TimeoutEvent event) {
		System.out.println("Waited in vain; the application has logged:\n" + this.instance.output());
	}

}
