package org.faustspring.docs.totals;

import org.faustspring.table.KeyElsewhereException;
import org.faustspring.table.Table;
import org.faustspring.table.TableNotReadyException;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

// tag::controller[]
@RestController
class TotalsController {

	private final Table<String, Long> totals;

	private final KafkaTemplate<Object, Object> kafka;

	TotalsController(Table<String, Long> totals, KafkaTemplate<Object, Object> kafka) {
		this.totals = totals;
		this.kafka = kafka;
	}

	@PostMapping("/orders")
	void order(@RequestBody String json) {
		this.kafka.send("orders", json);
	}

	@GetMapping("/totals/{customer}")
	ResponseEntity<Object> total(@PathVariable String customer) {
		try {
			return ResponseEntity.ok(this.totals.getOrDefault(customer, 0L));
		}
		catch (KeyElsewhereException ex) {
			return ResponseEntity.status(HttpStatus.MISDIRECTED_REQUEST).body("Ask " + ex.ownerUrl());
		}
		catch (TableNotReadyException ex) {
			return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE).body("Try again: " + ex.getMessage());
		}
	}

}
// end::controller[]
