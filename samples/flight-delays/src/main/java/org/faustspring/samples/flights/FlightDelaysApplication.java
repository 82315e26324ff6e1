package org.faustspring.samples.flights;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

/**
 * The application: loads flights, counts delays, answers over HTTP.
 */
@SpringBootApplication(proxyBeanMethods = false)
@EnableConfigurationProperties(FlightsProperties.class)
public class FlightDelaysApplication {

	/**
	 * Run the application.
	 * @param args properties, such as {@code --server.port=8081}
	 */
	public static void main(String[] args) {
		SpringApplication.run(FlightDelaysApplication.class, args);
	}

}
