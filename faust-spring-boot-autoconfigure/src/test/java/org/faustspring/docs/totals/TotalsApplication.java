package org.faustspring.docs.totals;

import org.faustspring.app.FaustApp;
import org.faustspring.table.Table;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

// tag::application[]
@SpringBootApplication
public class TotalsApplication {

	@Bean
	Table<String, Long> totals(FaustApp app) {
		return app.table("totals", String.class, Long.class).defaultValue(0L).build();
	}

	public static void main(String[] args) {
		SpringApplication.run(TotalsApplication.class, args);
	}

}
// end::application[]
