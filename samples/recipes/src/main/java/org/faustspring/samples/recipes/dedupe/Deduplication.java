package org.faustspring.samples.recipes.dedupe;

import java.time.Duration;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.stream.EventStream;

import org.springframework.stereotype.Component;

// tag::recipe[]
@Component
class Deduplication {

	@Agent(topics = "payments-received")
	@Sink(topic = "payments")
	EventStream<Payment> firstOfEach(EventStream<Payment> payments) {
		return payments.distinct(Payment::id, Duration.ofHours(1));
	}

	record Payment(String id, long cents) {

	}

}
// end::recipe[]
