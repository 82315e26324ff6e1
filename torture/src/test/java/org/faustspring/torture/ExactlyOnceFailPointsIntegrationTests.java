package org.faustspring.torture;

import java.io.IOException;

import org.faustspring.app.ProcessingGuarantee;

/**
 * Fail points under exactly-once.
 */
class ExactlyOnceFailPointsIntegrationTests extends FailPointsIntegrationTests {

	ExactlyOnceFailPointsIntegrationTests() throws IOException {
		super(ProcessingGuarantee.EXACTLY_ONCE);
	}

}
