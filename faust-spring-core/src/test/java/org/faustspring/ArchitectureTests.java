package org.faustspring;

import java.io.DataOutputStream;

import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.apache.kafka.clients.consumer.Consumer;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/**
 * Holds the directions between packages: public model, then engine, then wiring.
 */
class ArchitectureTests {

	private static final String[] PUBLIC_MODEL = { "org.faustspring.annotation..", "org.faustspring.app..",
			"org.faustspring.agent..", "org.faustspring.stream..", "org.faustspring.channel..", "org.faustspring.table",
			"org.faustspring.sink..", "org.faustspring.supervisor..", "org.faustspring.topic..",
			"org.faustspring.deadletter.." };

	private static final JavaClasses CLASSES = new ClassFileImporter()
		.withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages("org.faustspring");

	@Test
	void publicModelKnowsNeitherEngineNorWiring() {
		noClasses().that()
			.resideInAnyPackage(PUBLIC_MODEL)
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.faustspring.engine..", "org.faustspring.wiring..", "org.faustspring.table.store..")
			.check(CLASSES);
	}

	@Test
	void engineDoesNotKnowWiring() {
		noClasses().that()
			.resideInAnyPackage("org.faustspring.engine..", "org.faustspring.table.store..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.faustspring.wiring..")
			.check(CLASSES);
	}

	@Test
	void storesKnowNothingOfTheEngine() {
		noClasses().that()
			.resideInAPackage("org.faustspring.table.store..")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.faustspring.engine..", "org.apache.kafka.clients..")
			.check(CLASSES);
	}

	@Test
	void roomsOfTheEngineDoNotKnowItsThreads() {
		noClasses().that()
			.resideInAPackage("org.faustspring.engine.*..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.faustspring.engine")
			.check(CLASSES);
	}

	@Test
	void packagesAreFreeOfCycles() {
		slices().matching("org.faustspring.(**)").should().beFreeOfCycles().check(CLASSES);
	}

	@Test
	void springBootIsUnknown() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot..")
			.check(new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
				.importPackages("org.faustspring.annotation", "org.faustspring.app", "org.faustspring.agent",
						"org.faustspring.stream", "org.faustspring.channel", "org.faustspring.table",
						"org.faustspring.sink", "org.faustspring.supervisor", "org.faustspring.deadletter",
						"org.faustspring.engine", "org.faustspring.wiring"));
	}

	@Test
	void onlyThePollerTheRestorerTheStandbysTheReadersOfRepliesAndOfDeadLettersAndTheirClientsCallConsumers() {
		noClasses().that()
			.resideOutsideOfPackages("org.faustspring.engine", "org.faustspring.engine.restore",
					"org.faustspring.engine.standby", "org.faustspring.engine.client", "org.faustspring.engine.call",
					"org.faustspring.engine.deadletter", "org.faustspring.boot..")
			.should()
			.callMethodWhere(JavaCall.Predicates.target(owner(assignableTo(Consumer.class))))
			.check(CLASSES);
	}

	@Test
	void dataOutputStreamsAreLeftToKafkasProducer() {
		noClasses().should()
			.dependOnClassesThat()
			.belongToAnyOf(DataOutputStream.class)
			.because("the producer writes each record by one, and is compiled to half the code as long as no other "
					+ "stream is behind any")
			.check(CLASSES);
	}

}
