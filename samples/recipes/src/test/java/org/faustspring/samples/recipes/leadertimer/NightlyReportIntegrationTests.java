package org.faustspring.samples.recipes.leadertimer;

import org.faustspring.app.FaustApp;
import org.faustspring.samples.recipes.RecipesTest;
import org.faustspring.samples.recipes.Topics;
import org.faustspring.samples.recipes.leadertimer.NightlyReport.Report;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@RecipesTest
class NightlyReportIntegrationTests {

	@Autowired
	Topics topics;

	@Autowired
	FaustApp app;

	@Test
	void theLeaderReportsAgainAndAgain() {
		await().untilAsserted(() -> assertThat(this.topics.values("reports", Report.class)).hasSizeGreaterThan(2)
			.allMatch((report) -> report.instance().equals(this.app.instanceId())));
	}

}
