package org.faustspring.torture;

import java.io.IOException;

import org.faustspring.app.ProcessingGuarantee;

/**
 * Fail points under at-least-once.
 */
class AtLeastOnceFailPointsIntegrationTests extends FailPointsIntegrationTests {

	AtLeastOnceFailPointsIntegrationTests() throws IOException {
		super(ProcessingGuarantee.AT_LEAST_ONCE);
	}

}
