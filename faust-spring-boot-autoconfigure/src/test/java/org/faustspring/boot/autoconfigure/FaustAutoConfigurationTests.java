package org.faustspring.boot.autoconfigure;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.faustspring.app.DeserializationErrorPolicy;
import org.faustspring.app.FaustApp;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.HandlerErrorPolicy;
import org.faustspring.app.MisroutedKeys;
import org.faustspring.app.OffsetReset;
import org.faustspring.app.OnStop;
import org.faustspring.app.ProcessingGuarantee;
import org.faustspring.boot.AppFixture;
import org.faustspring.boot.availability.RestorationAvailability;
import org.faustspring.boot.availability.RestorationReadiness;
import org.faustspring.engine.client.KafkaClients;
import org.faustspring.table.StoreKind;
import org.faustspring.wiring.AgentRegistry;
import org.faustspring.wiring.EngineFaustApp;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.BufferRecycler;
import tools.jackson.core.util.JsonRecyclerPools;
import tools.jackson.core.util.RecyclerPool;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JsonFactoryBuilderCustomizer;
import org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.system.JavaVersion;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link FaustAutoConfiguration}.
 */
class FaustAutoConfigurationTests {

	private final ApplicationContextRunner withoutId = new ApplicationContextRunner()
		.withBean(FaustApp.class, () -> new AppFixture().app)
		.withConfiguration(AutoConfigurations.of(FaustAutoConfiguration.class, KafkaAutoConfiguration.class,
				JacksonAutoConfiguration.class));

	private final ApplicationContextRunner contextRunner = this.withoutId.withPropertyValues("faust.id=flights");

	// The engine is made, but not started, for there is no broker
	private final ApplicationContextRunner withEngine = new ApplicationContextRunner()
		.withBean("lifecycleProcessor", LifecycleProcessor.class, () -> mock(LifecycleProcessor.class))
		.withPropertyValues("faust.id=flights")
		.withConfiguration(AutoConfigurations.of(FaustAutoConfiguration.class, KafkaAutoConfiguration.class,
				JacksonAutoConfiguration.class));

	@Test
	void settingsHaveDefaults() {
		this.contextRunner.run((context) -> {
			FaustSettings settings = context.getBean(FaustSettings.class);
			assertThat(settings.id()).isEqualTo("flights");
			assertThat(settings.guarantee()).isEqualTo(ProcessingGuarantee.AT_LEAST_ONCE);
			assertThat(settings.workers()).isEqualTo(Runtime.getRuntime().availableProcessors());
			assertThat(settings.commitInterval()).isEqualTo(Duration.ofSeconds(1));
			assertThat(settings.commitIntervalMax()).isEqualTo(Duration.ofSeconds(1));
			assertThat(settings.stateDirectory()).isEqualTo(Path.of("data/faust"));
			assertThat(settings.instanceId()).isNull();
			assertThat(settings.offsetReset()).isEqualTo(OffsetReset.EARLIEST);
			assertThat(settings.startupTimeout()).isEqualTo(Duration.ofSeconds(30));
			assertThat(settings.shutdownTimeout()).isEqualTo(Duration.ofSeconds(20));
			assertThat(settings.virtualThreads()).isFalse();
			assertThat(settings.topics()).isEqualTo(new FaustSettings.Topics(true, 4, (short) -1, Map.of()));
			assertThat(settings.tables()).isEqualTo(new FaustSettings.Tables(128L << 20, 64L << 20, 64L << 20,
					MisroutedKeys.WARN, Map.of(), Duration.ofMinutes(15)));
			assertThat(settings.agents()).isEqualTo(new FaustSettings.Agents("one-for-one", 10, Duration.ofMinutes(1),
					Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofMillis(100), 0, Duration.ofSeconds(10),
					Duration.ofMinutes(5), Duration.ofMinutes(1)));
			assertThat(settings.errors()).isEqualTo(
					new FaustSettings.Errors(DeserializationErrorPolicy.DEAD_LETTER, HandlerErrorPolicy.DEAD_LETTER,
							null, 3, Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofMillis(50), List.of()));
		});
	}

	@Test
	void everyPropertyReachesTheSettings() {
		this.contextRunner
			.withPropertyValues("faust.id=f", "faust.processing-guarantee=exactly-once", "faust.workers=3",
					"faust.commit-interval=2s", "faust.commit-interval-max=3s", "faust.state-directory=/tmp/f",
					"faust.instance-id=i", "faust.offset-reset=none", "faust.startup-timeout=1m",
					"faust.shutdown-timeout=5s", "faust.topics.create=false", "faust.topics.partitions=7",
					"faust.topics.replication-factor=3", "faust.topics.config.min.insync.replicas=2",
					"faust.tables.memory=1GB", "faust.tables.overlay-bytes=1MB", "faust.tables.cache-bytes=2MB",
					"faust.tables.misrouted-keys=fail", "faust.tables.min-compaction-lag=1h",
					"faust.tables.counts.store=memory", "faust.agents.supervisor=crash", "faust.agents.max-restarts=0",
					"faust.agents.restart-period=2m", "faust.agents.restart-backoff=1s",
					"faust.agents.restart-backoff-max=2s", "faust.agents.stall-timeout=3s",
					"faust.agents.restart-backoff-jitter=4s", "faust.agents.max-consecutive-failures=6",
					"faust.agents.probe-interval=7s", "faust.agents.probe-interval-max=8s",
					"faust.errors.backoff-jitter=5ms", "faust.errors.retry-delays=10s,1m",
					"faust.errors.deserialization=stop", "faust.errors.handler=escalate", "faust.errors.attempts=1",
					"faust.errors.handler-bean=h", "faust.errors.backoff=1ms", "faust.errors.backoff-max=2ms",
					"faust.calls.timeout=7s", "faust.standby-replicas=2", "faust.on-stop=stay")
			.run((context) -> assertThat(context.getBean(FaustSettings.class)).usingRecursiveComparison()
				.isEqualTo(new FaustSettings("f", ProcessingGuarantee.EXACTLY_ONCE, 3, Duration.ofSeconds(2),
						Duration.ofSeconds(3), Path.of("/tmp/f"), "i", OffsetReset.NONE, Duration.ofMinutes(1),
						Duration.ofSeconds(5), false,
						new FaustSettings.Topics(false, 7, (short) 3, Map.of("min.insync.replicas", "2")),
						new FaustSettings.Tables(1L << 30, 1L << 20, 2L << 20, MisroutedKeys.FAIL,
								Map.of("counts", StoreKind.MEMORY), Duration.ofHours(1)),
						new FaustSettings.Agents("crash", 0, Duration.ofMinutes(2), Duration.ofSeconds(1),
								Duration.ofSeconds(2), Duration.ofSeconds(4), 6, Duration.ofSeconds(7),
								Duration.ofSeconds(8), Duration.ofSeconds(3)),
						new FaustSettings.Errors(DeserializationErrorPolicy.STOP, HandlerErrorPolicy.ESCALATE, "h", 1,
								Duration.ofMillis(1), Duration.ofMillis(2), Duration.ofMillis(5),
								List.of(Duration.ofSeconds(10), Duration.ofMinutes(1))),
						new FaustSettings.Calls(Duration.ofSeconds(7)), new FaustSettings.Instances(2, OnStop.STAY))));
	}

	@Test
	void exactlyOnceCommitsMoreOften() {
		this.contextRunner.withPropertyValues("faust.processing-guarantee=exactly-once").run((context) -> {
			FaustSettings settings = context.getBean(FaustSettings.class);
			assertThat(settings.commitInterval()).isEqualTo(Duration.ofMillis(100));
			assertThat(settings.commitIntervalMax()).isEqualTo(Duration.ofSeconds(1));
		});
	}

	@Test
	void longCommitIntervalIsTheLongestToo() {
		this.contextRunner.withPropertyValues("faust.commit-interval=5s")
			.run((context) -> assertThat(context.getBean(FaustSettings.class).commitIntervalMax())
				.isEqualTo(Duration.ofSeconds(5)));
	}

	@Test
	void virtualThreadsAreUsedWhereAskedForAndAvailable() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(context.getBean(FaustSettings.class).virtualThreads())
				.isEqualTo(JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE)));
	}

	@Test
	void threadsHaveJsonBuffersOfTheirOwn() {
		this.contextRunner
			.run((context) -> assertThat(recyclerPool(context)).isSameAs(JsonRecyclerPools.threadLocalPool()));
	}

	@Test
	void jsonBuffersOfTheApplicationTakePrecedence() {
		RecyclerPool<BufferRecycler> own = JsonRecyclerPools.newBoundedPool(2);
		this.contextRunner.withBean(JsonFactoryBuilderCustomizer.class, () -> (factory) -> factory.recyclerPool(own))
			.run((context) -> assertThat(recyclerPool(context)).isSameAs(own));
	}

	@Test
	void virtualThreadsShareJsonBuffers() {
		this.contextRunner.withPropertyValues("spring.threads.virtual.enabled=true")
			.run((context) -> assertThat(recyclerPool(context) != JsonRecyclerPools.threadLocalPool())
				.isEqualTo(JavaVersion.getJavaVersion().isEqualOrNewerThan(JavaVersion.TWENTY_ONE)));
	}

	private static RecyclerPool<BufferRecycler> recyclerPool(AssertableApplicationContext context) {
		return ((JsonFactory) context.getBean(JsonMapper.class).tokenStreamFactory())._getRecyclerPool();
	}

	@Test
	void applicationNameIsTheDefaultId() {
		this.withoutId.withPropertyValues("spring.application.name=airports")
			.run((context) -> assertThat(context.getBean(FaustSettings.class).id()).isEqualTo("airports"));
	}

	@Test
	void withoutIdAndApplicationNameItDoesNotStart() {
		this.withoutId.run((context) -> assertThat(context.getStartupFailure()).rootCause()
			.isInstanceOf(MissingAppIdException.class));
	}

	@Test
	void applicationNameThatCannotBeAnIdIsRefused() {
		this.withoutId.withPropertyValues("spring.application.name=My Airports")
			.run((context) -> assertThat(invalid(context)).satisfies((ex) -> {
				assertThat(ex.getName()).isEqualTo("spring.application.name");
				assertThat(ex.getReason()).contains("'faust.id'");
			}));
	}

	@Test
	void offsetResetOfKafkaIsTheDefault() {
		this.contextRunner.withPropertyValues("spring.kafka.consumer.auto-offset-reset=latest")
			.run((context) -> assertThat(context.getBean(FaustSettings.class).offsetReset())
				.isEqualTo(OffsetReset.LATEST));
	}

	@Test
	void offsetResetOfKafkaThatAnAppCannotDoIsRefused() {
		this.contextRunner.withPropertyValues("spring.kafka.consumer.auto-offset-reset=by_duration:PT1H")
			.run((context) -> assertThat(invalid(context).getReason()).contains("'faust.offset-reset'"));
	}

	@ParameterizedTest
	@CsvSource({ "faust.id, a b", "faust.workers, 0", "faust.commit-interval, 0s", "faust.commit-interval-max, 1ms",
			"faust.instance-id, a/b", "faust.startup-timeout, 0s", "faust.shutdown-timeout, -1s",
			"faust.state-directory, ''", "faust.topics.partitions, 0", "faust.topics.replication-factor, 0",
			"faust.tables.memory, 0B", "faust.tables.overlay-bytes, -1B", "faust.tables.cache-bytes, -1B",
			"faust.tables.min-compaction-lag, -1s", "faust.agents.supervisor, ''", "faust.agents.max-restarts, -1",
			"faust.agents.restart-period, 0s", "faust.agents.restart-backoff, -1s",
			"faust.agents.restart-backoff-max, 1ms", "faust.agents.stall-timeout, 0s", "faust.calls.timeout, 0s",
			"faust.errors.attempts, 0", "faust.errors.backoff, -1s", "faust.errors.backoff-max, 1ms" })
	void valueOutOfBoundsIsRefusedByName(String name, String value) {
		this.contextRunner.withPropertyValues(name + "=" + value)
			.run((context) -> assertThat(invalid(context).getName()).isEqualTo(name));
	}

	@Test
	void valuesAreCheckedWithoutAValidatorToo() {
		this.contextRunner.withClassLoader(new FilteredClassLoader("jakarta.validation"))
			.withPropertyValues("faust.workers=0")
			.run((context) -> assertThat(invalid(context).getName()).isEqualTo("faust.workers"));
	}

	@Test
	void disabledMakesNothing() {
		this.withEngine.withPropertyValues("faust.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(FaustApp.class)
				.doesNotHaveBean(FaustSettings.class)
				.doesNotHaveBean(KafkaClients.class));
	}

	@Test
	void withoutSpringKafkaItBacksOff() {
		this.withEngine.withClassLoader(new FilteredClassLoader(KafkaTemplate.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FaustApp.class));
	}

	@Test
	void makesTheEngine() {
		this.withEngine.run((context) -> assertThat(context).hasSingleBean(EngineFaustApp.class)
			.hasSingleBean(AgentRegistry.class)
			.hasSingleBean(KafkaClients.class)
			.hasSingleBean(RestorationReadiness.class)
			.hasSingleBean(RestorationAvailability.class));
	}

	@Test
	void availabilityOfTheApplicationStaysItsOwn() {
		ApplicationAvailabilityBean own = new ApplicationAvailabilityBean();
		this.withEngine.withBean(ApplicationAvailabilityBean.class, () -> own)
			.run((context) -> assertThat(context.getBean(ApplicationAvailability.class)).isSameAs(own));
	}

	@Test
	void beansOfTheApplicationTakePrecedence() {
		KafkaClients clients = mock(KafkaClients.class);
		this.contextRunner.withBean(KafkaClients.class, () -> clients).run((context) -> {
			assertThat(context).hasSingleBean(FaustApp.class).doesNotHaveBean(EngineFaustApp.class);
			assertThat(context.getBean(KafkaClients.class)).isSameAs(clients);
		});
	}

	@Test
	void factoriesTemplateAndAdminOfBootStay() {
		this.withEngine.run((context) -> {
			assertThat(context).getBeanNames(ConsumerFactory.class).containsExactly("kafkaConsumerFactory");
			assertThat(context).getBeanNames(ProducerFactory.class).containsExactly("kafkaProducerFactory");
			assertThat(context).getBeanNames(KafkaTemplate.class).containsExactly("kafkaTemplate");
			assertThat(context).getBeanNames(KafkaAdmin.class).containsExactly("kafkaAdmin");
		});
	}

	@Test
	void propertiesOfKafkaReachTheClients() {
		this.contextRunner
			.withPropertyValues("spring.kafka.bootstrap-servers=broker:1234",
					"spring.kafka.consumer.properties[fetch.max.bytes]=1", "spring.kafka.producer.compression-type=lz4")
			.run((context) -> {
				KafkaClients clients = context.getBean(KafkaClients.class);
				assertThat(clients.bootstrapServers()).contains("broker:1234");
				assertThat(clients.consumerSetting("fetch.max.bytes")).isEqualTo("1");
				assertThat(clients.producerSetting("compression.type")).isEqualTo("lz4");
			});
	}

	@Test
	void connectionDetailsReachTheClients() {
		this.contextRunner.withBean(KafkaConnectionDetails.class, () -> details(null)).run((context) -> {
			KafkaClients clients = context.getBean(KafkaClients.class);
			assertThat(clients.bootstrapServers()).contains("details:9999");
			assertThat(clients.consumerSetting(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG))
				.isEqualTo(List.of("details:9999"));
			assertThat(clients.producerSetting(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG))
				.isEqualTo(List.of("details:9999"));
		});
	}

	@Test
	void sslBundleReachesTheClients() {
		SslBundle bundle = mock(SslBundle.class);
		this.contextRunner.withBean(KafkaConnectionDetails.class, () -> details(bundle)).run((context) -> {
			KafkaClients clients = context.getBean(KafkaClients.class);
			assertThat(clients.consumerSetting(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG))
				.isEqualTo(SslBundleSslEngineFactory.class);
			assertThat(clients.consumerSetting(SslBundle.class.getName())).isSameAs(bundle);
			assertThat(clients.producerSetting(SslBundle.class.getName())).isSameAs(bundle);
			assertThat(context.getBean(KafkaAdmin.class).getConfigurationProperties())
				.containsEntry(SslBundle.class.getName(), bundle);
		});
	}

	@Test
	void primaryFactoryIsDerivedFrom() {
		this.contextRunner.withUserConfiguration(TwoConsumerFactories.class)
			.run((context) -> assertThat(context.getBean(KafkaClients.class).consumerSetting("which"))
				.isEqualTo("second"));
	}

	@Test
	void severalFactoriesWithoutPreferenceAreRefused() {
		this.contextRunner.withUserConfiguration(TwoProducerFactories.class)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(AmbiguousKafkaBeanException.class, (ex) -> {
					assertThat(ex.type()).isEqualTo("ProducerFactory");
					assertThat(ex.beanNames()).containsExactly("one", "two");
				}));
	}

	@Test
	void factoryWithBootsNameIsPreferredAmongSeveral() {
		this.contextRunner.withUserConfiguration(FactoryWithBootsName.class)
			.run((context) -> assertThat(context.getBean(KafkaClients.class).producerSetting("which"))
				.isEqualTo("named"));
	}

	@Test
	void withoutFactoriesOfBootItSaysWhatIsMissing() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(FaustAutoConfiguration.class))
			.withPropertyValues("faust.id=flights")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(AmbiguousKafkaBeanException.class)
				.hasMessageContaining("no ConsumerFactory bean"));
	}

	@Test
	void worksWithoutJacksonAutoConfiguration() {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(FaustAutoConfiguration.class, KafkaAutoConfiguration.class))
			.withBean("lifecycleProcessor", LifecycleProcessor.class, () -> mock(LifecycleProcessor.class))
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.jackson"))
			.withPropertyValues("faust.id=flights")
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(EngineFaustApp.class)
				.doesNotHaveBean(JsonMapper.class));
	}

	@Test
	void worksWithoutWebServer() {
		this.withEngine.withClassLoader(new FilteredClassLoader("org.springframework.boot.web"))
			.run((context) -> assertThat(context).hasNotFailed()
				.hasSingleBean(EngineFaustApp.class)
				.doesNotHaveBean(ServerUrl.class));
	}

	@Test
	void worksWithoutActuatorHealthAndMicrometer() {
		this.withEngine
			.withClassLoader(new FilteredClassLoader("org.springframework.boot.actuate",
					"org.springframework.boot.health", "io.micrometer.core"))
			.run((context) -> assertThat(context).hasNotFailed().hasSingleBean(EngineFaustApp.class));
	}

	private static InvalidConfigurationPropertyValueException invalid(AssertableApplicationContext context) {
		Throwable cause = context.getStartupFailure();
		while (cause != null && !(cause instanceof InvalidConfigurationPropertyValueException)) {
			cause = cause.getCause();
		}
		assertThat(cause).isNotNull();
		return (InvalidConfigurationPropertyValueException) cause;
	}

	private static KafkaConnectionDetails details(@Nullable SslBundle bundle) {
		return new KafkaConnectionDetails() {

			@Override
			public List<String> getBootstrapServers() {
				return List.of("details:9999");
			}

			@Override
			public @Nullable SslBundle getSslBundle() {
				return bundle;
			}

		};
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoConsumerFactories {

		@Bean
		ConsumerFactory<String, String> first() {
			return consumerFactory("first");
		}

		@Bean
		@Primary
		ConsumerFactory<String, String> second() {
			return consumerFactory("second");
		}

		private ConsumerFactory<String, String> consumerFactory(String which) {
			return new DefaultKafkaConsumerFactory<>(Map.of("which", which, "bootstrap.servers", "localhost:9092"),
					new StringDeserializer(), new StringDeserializer());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoProducerFactories {

		@Bean
		ProducerFactory<String, String> one() {
			return producerFactory("one");
		}

		@Bean
		ProducerFactory<String, String> two() {
			return producerFactory("two");
		}

		// Boot's own is made for one factory only
		@Bean
		KafkaTemplate<String, String> kafkaTemplate() {
			return new KafkaTemplate<>(one());
		}

		static ProducerFactory<String, String> producerFactory(String which) {
			return new DefaultKafkaProducerFactory<>(Map.of("which", which, "bootstrap.servers", "localhost:9092"),
					new StringSerializer(), new StringSerializer());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class FactoryWithBootsName {

		@Bean
		ProducerFactory<String, String> kafkaProducerFactory() {
			return TwoProducerFactories.producerFactory("named");
		}

		@Bean
		ProducerFactory<String, String> other() {
			return TwoProducerFactories.producerFactory("other");
		}

		@Bean
		KafkaTemplate<String, String> kafkaTemplate() {
			return new KafkaTemplate<>(kafkaProducerFactory());
		}

	}

}
