package org.faustspring.wiring;

import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

import org.faustspring.annotation.Agent;
import org.faustspring.annotation.Sink;
import org.faustspring.app.FaustApp;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.InvalidAgentException;
import org.faustspring.engine.codec.SerdeResolver;
import org.faustspring.engine.handler.AgentDefinition;
import org.faustspring.engine.handler.AgentFixtures;
import org.faustspring.table.Table;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.core.annotation.AliasFor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.mockito.BDDMockito.given;
import static org.mockito.Mockito.mock;

class AgentAnnotationBeanPostProcessorTests {

	@Test
	void agentsAreFoundWithTheirSinksInOrder() {
		List<AgentDefinition> agents = agents(TwoAgents.class);

		assertThat(agents).extracting(AgentDefinition::name).containsExactlyInAnyOrder("one", "two");
		AgentDefinition one = agents.stream().filter((agent) -> agent.name().equals("one")).findFirst().orElseThrow();
		assertThat(one.sinks()).extracting(Object::toString).containsExactly("topic b", "topic c");
	}

	@Test
	void metaAnnotationsAndAliasesCount() {
		AgentDefinition agent = agents(Composed.class).get(0);

		assertThat(agent.topics()).containsExactly("flights");
		assertThat(agent.attempts()).isEqualTo(9);
		assertThat(agent.sinks()).extracting(Object::toString).containsExactly("topic composed");
	}

	@Test
	void overridingMethodReplacesTheSinksOfTheOverridden() {
		AgentDefinition agent = agents(Overriding.class).get(0);

		assertThat(agent.topics()).containsExactly("a");
		assertThat(agent.sinks()).extracting(Object::toString).containsExactly("topic mine");
	}

	@Test
	void contextWithoutAgentsNeedsNothingElse() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(ProcessorOnly.class);
			context.refresh();

			assertThat(context.getBean(AgentRegistry.class).definitions()).isEmpty();
		}
		assertThatIllegalStateException().isThrownBy(() -> new AgentRegistry().definitions());
	}

	@Test
	void sameNameTwiceIsAnErrorThatNamesBothMethods() {
		InvalidAgentException error = failure(SameName.class, OtherSameName.class);

		assertThat(error.getMessage()).contains("SameName.on(String)").contains("OtherSameName.on(String)");
		assertThat(error.remedy()).contains("@Agent(name = ");
	}

	@Test
	void lazyAgentIsCreatedWithTheOthers() {
		assertThat(agents(LazyAgent.class)).hasSize(1);
	}

	@Test
	void agentsAreFoundWhereEveryBeanIsLazy() {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Infrastructure.class, TwoAgents.class);
			context.addBeanFactoryPostProcessor((beanFactory) -> {
				for (String name : beanFactory.getBeanDefinitionNames()) {
					beanFactory.getBeanDefinition(name).setLazyInit(true);
				}
			});
			context.refresh();

			assertThat(context.getBean(AgentRegistry.class).definitions()).hasSize(2);
		}
	}

	@Test
	void agentBehindAScopedProxyIsFoundOnceAndCalledInItsScope() throws Throwable {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.getBeanFactory().registerScope("thread", new SimpleThreadScope());
			context.register(Infrastructure.class, ScopedAgent.class);
			context.refresh();
			AgentDefinition agent = context.getBean(AgentRegistry.class).definitions().get(0);

			Object returned = ((org.faustspring.engine.handler.Handler.PerEvent) agent.handler()).handle(event("v"));

			assertThat(context.getBean(AgentRegistry.class).definitions()).hasSize(1);
			assertThat(returned).isEqualTo("v1");
		}
	}

	@Test
	void prototypeAgentIsAnError() {
		InvalidAgentException error = failure(PrototypeAgent.class);

		assertThat(error.agent()).isEqualTo("PrototypeAgent.on(String)");
		assertThat(error.problem()).contains("scope 'prototype'");
	}

	@Test
	void agentThatIsCreatedAfterwardsIsAnError() {
		try (AnnotationConfigApplicationContext context = context()) {
			context.registerBean("late", LazyAgent.class);

			assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> context.getBean("late"))
				.havingCause()
				.isInstanceOf(InvalidAgentException.class)
				.withMessageContaining("'late' is created after");
		}
	}

	@Test
	void proxyThatComesLaterIsCalled() throws Throwable {
		AgentDefinition agent = agents(LaterProxy.class, Plain.class).get(0);

		Object returned = ((org.faustspring.engine.handler.Handler.PerEvent) agent.handler()).handle(event("v"));

		assertThat(returned).isEqualTo("proxied v");
	}

	@Test
	void tablesAreThoseInjectedDirectlyOrThroughOthers() {
		assertThat(tables(Tables.class, UsesOne.class)).containsExactly("one");
		assertThat(tables(Tables.class, Service.class, UsesService.class)).containsExactly("one", "two");
		assertThat(tables(Tables.class, AgentOfMethod.class)).containsExactly("two");
	}

	@Test
	void declaredTablesTakePrecedence() {
		AgentDefinition agent = agents(Tables.class, DeclaresNone.class).get(0);

		assertThat(agent.tables()).isEmpty();
		assertThat(agent.tablesDeclared()).isTrue();
	}

	@Test
	void agentThatCanUseNoTableHasNone() {
		assertThat(tables(Tables.class, Plain.class)).isEmpty();
	}

	@Test
	void tablesAreUnknownWhereTheyCouldBeHadInAnotherWay() {
		assertThat(tables(Tables.class, UsesApp.class)).isNull();
		assertThat(tables(Tables.class, UsesProvider.class)).isNull();
		assertThat(tables(Tables.class, UsesLazyTable.class)).isNull();
	}

	private static @Nullable Iterable<String> tables(Class<?>... configuration) {
		AgentDefinition agent = agents(configuration).get(0);
		assertThat(agent.tablesDeclared()).isFalse();
		return agent.tables();
	}

	private static List<AgentDefinition> agents(Class<?>... configuration) {
		try (AnnotationConfigApplicationContext context = context(configuration)) {
			return context.getBean(AgentRegistry.class).definitions();
		}
	}

	private static AnnotationConfigApplicationContext context(Class<?>... configuration) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.register(Infrastructure.class);
		if (configuration.length > 0) {
			context.register(configuration);
		}
		context.refresh();
		return context;
	}

	private static InvalidAgentException failure(Class<?>... configuration) {
		InvalidAgentException error = catchThrowableOfType(InvalidAgentException.class, () -> context(configuration));
		assertThat(error).isNotNull();
		return error;
	}

	private static org.faustspring.stream.Event<?> event(String value) {
		org.faustspring.stream.Event<String> event = mock();
		given(event.value()).willReturn(value);
		return event;
	}

	private static Table<?, ?> table(String name) {
		return (Table<?, ?>) Proxy.newProxyInstance(Table.class.getClassLoader(), new Class<?>[] { Table.class },
				(proxy, method, arguments) -> switch (method.getName()) {
					case "name" -> name;
					case "hashCode" -> name.hashCode();
					case "equals" -> false;
					default -> method.toString();
				});
	}

	@Configuration(proxyBeanMethods = false)
	static class ProcessorOnly {

		@Bean
		static AgentAnnotationBeanPostProcessor agents(ObjectProvider<SerdeResolver> serdes,
				ObjectProvider<FaustSettings> settings, ObjectProvider<AgentRegistry> registry) {
			return new AgentAnnotationBeanPostProcessor(serdes, settings, registry);
		}

		@Bean
		AgentRegistry agentRegistry() {
			return new AgentRegistry();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Infrastructure extends ProcessorOnly {

		@Bean
		SerdeResolver serdeResolver(org.springframework.beans.factory.ListableBeanFactory beanFactory) {
			return new SerdeResolver(JsonMapper.shared(), beanFactory, Map.of(), Map.of());
		}

		@Bean
		FaustSettings settings() {
			return AgentFixtures.settings();
		}

		@Bean
		FaustApp faustApp() {
			return mock();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Tables {

		@Bean
		Table<?, ?> first(FaustApp app) {
			return table("one");
		}

		@Bean
		Table<?, ?> second(FaustApp app) {
			return table("two");
		}

	}

	static class TwoAgents {

		@Agent(topics = "a")
		@Sink(topic = "b")
		@Sink(topic = "c")
		String one(String value) {
			return value;
		}

		@Agent(topics = "a")
		void two(String value) {
		}

	}

	@Agent(attempts = "9")
	@Sink(topic = "composed")
	@Retention(RetentionPolicy.RUNTIME)
	@interface FlightAgent {

		@AliasFor(annotation = Agent.class, attribute = "topics")
		String[] value();

	}

	static class Composed {

		@FlightAgent("flights")
		String on(String value) {
			return value;
		}

	}

	static class Overridden {

		@Agent(topics = "a")
		@Sink(topic = "theirs")
		String on(String value) {
			return value;
		}

	}

	static class Overriding extends Overridden {

		@Override
		@Sink(topic = "mine")
		String on(String value) {
			return value;
		}

	}

	static class Plain {

		@Agent(topics = "a")
		String on(String value) {
			return value;
		}

	}

	static class SameName {

		@Agent(topics = "a")
		void on(String value) {
		}

	}

	static class OtherSameName {

		@Agent(topics = "a")
		void on(String value) {
		}

	}

	@Lazy
	static class LazyAgent {

		@Agent(topics = "a")
		void on(String value) {
		}

	}

	@Scope(scopeName = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
	static class ScopedAgent {

		private int calls;

		@Agent(topics = "a")
		String on(String value) {
			return value + ++this.calls;
		}

	}

	@Scope("prototype")
	static class PrototypeAgent {

		@Agent(topics = "a")
		void on(String value) {
		}

	}

	static class LaterProxy implements BeanPostProcessor {

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!(bean instanceof Plain)) {
				return bean;
			}
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(true);
			factory.addAdvice(
					(org.aopalliance.intercept.MethodInterceptor) (invocation) -> "proxied " + invocation.proceed());
			return factory.getProxy();
		}

	}

	static class UsesOne {

		UsesOne(@org.springframework.beans.factory.annotation.Qualifier("first") Table<?, ?> first) {
		}

		@Agent(topics = "a")
		void on(String value) {
		}

	}

	static class Service {

		Service(List<Table<?, ?>> tables) {
		}

	}

	static class UsesService {

		UsesService(Service service) {
		}

		@Agent(topics = "a")
		void on(String value) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AgentOfMethod {

		@Bean
		Plain plain(@org.springframework.beans.factory.annotation.Qualifier("second") Table<?, ?> second) {
			return new Plain();
		}

	}

	static class DeclaresNone {

		DeclaresNone(List<Table<?, ?>> tables) {
		}

		@Agent(topics = "a", tables = "none")
		void on(String value) {
		}

	}

	static class UsesApp {

		UsesApp(FaustApp app) {
		}

		@Agent(topics = "a")
		void on(String value) {
		}

	}

	static class UsesProvider {

		UsesProvider(ObjectProvider<Service> service) {
		}

		@Agent(topics = "a")
		void on(String value) {
		}

	}

	static class UsesLazyTable {

		UsesLazyTable(@Lazy @org.springframework.beans.factory.annotation.Qualifier("first") Table<?, ?> first) {
		}

		@Agent(topics = "a")
		void on(String value) {
		}

	}

}
