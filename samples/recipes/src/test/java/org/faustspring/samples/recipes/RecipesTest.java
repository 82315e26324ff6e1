package org.faustspring.samples.recipes;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;

/**
 * Runs the application with all recipes, once for all tests.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "faust.state-directory=target/state", "recipes.report.every=500ms",
				"recipes.geocoding.url=http://localhost:${recipes.geocoding.port}" })
@Import({ GeocodingService.class, Topics.class })
public @interface RecipesTest {

}
