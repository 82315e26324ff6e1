package org.faustspring.engine.topology;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.faustspring.app.FaustSettings;
import org.faustspring.app.InvalidTopicException;
import org.faustspring.app.TopicMismatchException;
import org.faustspring.app.TopicMissingException;
import org.faustspring.engine.topic.TopicDefinition;
import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * Creates the declared topics that are missing, and checks the others for what is
 * declared. Used by one thread.
 */
public final class DeclaredTopics {

	private static final Log logger = LogFactory.getLog(DeclaredTopics.class);

	private final TopicCatalog catalog;

	private final FaustSettings.Topics settings;

	/**
	 * Create it.
	 * @param catalog the cluster's topics
	 * @param settings how topics are created
	 */
	public DeclaredTopics(TopicCatalog catalog, FaustSettings.Topics settings) {
		this.catalog = catalog;
		this.settings = settings;
	}

	/**
	 * Create or check topics.
	 * @param declared the declarations; several of one topic count as one
	 * @throws TopicMismatchException if a topic is not as it is declared
	 * @throws TopicMissingException if a topic is missing and is not to be created
	 * @throws InvalidTopicException if declarations contradict each other, or the broker
	 * refuses one
	 */
	public void prepare(Collection<TopicDefinition> declared) {
		Map<String, Shape> shapes = new TreeMap<>();
		declared.forEach((topic) -> shapes.merge(topic.name(), Shape.of(topic), Shape::and));
		this.catalog.checkReachable();
		Map<String, TopicDescription> found = this.catalog.describe(shapes.keySet());
		Set<String> created = new TreeSet<>();
		shapes.forEach((topic, shape) -> {
			TopicDescription description = found.get(topic);
			if (description != null) {
				check(shape, description);
			}
			else {
				create(shape);
				created.add(topic);
			}
		});
		this.catalog.awaitOnline(created);
		// Another instance may have created one at the same time, from another version of
		// the declaration.
		this.catalog.describeExisting(created)
			.forEach((topic, description) -> check(java.util.Objects.requireNonNull(shapes.get(topic)), description));
	}

	private void create(Shape shape) {
		if (!this.settings.create()) {
			throw new TopicMissingException(shape.name(), "its declaration");
		}
		int partitions = (shape.partitions() != null) ? shape.partitions() : this.settings.partitions();
		short replicas = (shape.replicas() != null) ? shape.replicas() : this.settings.replicationFactor();
		try {
			this.catalog.create(shape.name(), partitions, replicas, shape.config());
		}
		catch (InvalidConfigurationException | PolicyViolationException ex) {
			throw new InvalidTopicException(shape.name(),
					"the broker refuses to create it with %d partitions, replication factor %d and %s: %s"
						.formatted(partitions, replicas, shape.config(), ex.getMessage()),
					"Correct its declaration, or create the topic with Kafka's own tools", ex);
		}
	}

	private void check(Shape shape, TopicDescription description) {
		int actual = description.partitions().size();
		if (shape.partitions() != null && shape.partitions() != actual) {
			throw new TopicMismatchException(shape.name(), "partitions", shape.partitions().toString(),
					String.valueOf(actual),
					(shape.partitions() > actual)
							? "Declare partitions(%d), or add partitions with Kafka's own tools, which moves keys to other partitions"
								.formatted(actual)
							: "Declare partitions(%d); a topic cannot lose partitions, only be deleted and created anew"
								.formatted(actual));
		}
		if (shape.config().isEmpty()) {
			return;
		}
		try {
			Map<String, String> settings = this.catalog.settingsOfExisting(shape.name());
			shape.config().forEach((name, value) -> check(shape.name(), name, value, settings.get(name)));
		}
		catch (AuthorizationException ex) {
			logger.warn(("It is not checked whether topic '%s' has its declared settings %s: allow this application "
					+ "DescribeConfigs on it, or see to them yourself: %s")
				.formatted(shape.name(), shape.config(), ex.getMessage()));
		}
	}

	private static void check(String topic, String name, String declared, @Nullable String actual) {
		if (actual == null) {
			throw new TopicMismatchException(topic, name, declared, "(no such setting)",
					"Correct the setting's name in the declaration, or remove it");
		}
		if (!same(name, declared, actual)) {
			throw new TopicMismatchException(topic, name, declared, actual,
					"Declare %s=%s, or change the topic: kafka-configs --alter --topic %s --add-config %s=%s".formatted(
							name, actual, topic, name, declared.contains(",") ? "[" + declared + "]" : declared));
		}
	}

	private static boolean same(String name, String declared, String actual) {
		if (name.equals(TopicConfig.CLEANUP_POLICY_CONFIG)) {
			return words(declared).equals(words(actual));
		}
		String text = declared.trim();
		if (text.equals(actual)) {
			return true;
		}
		try {
			return Double.parseDouble(text) == Double.parseDouble(actual);
		}
		catch (NumberFormatException ex) {
			return text.equalsIgnoreCase(actual) && ("true".equals(actual) || "false".equals(actual));
		}
	}

	private static Set<String> words(String text) {
		return new TreeSet<>(StringUtils.commaDelimitedListToSet(text.replace(" ", "")));
	}

	/**
	 * All that is declared of one topic.
	 *
	 * @param name the topic
	 * @param partitions number of partitions, or {@code null} for any
	 * @param replicas number of replicas, or {@code null} for the App's default
	 * @param config settings
	 */
	private record Shape(String name, @Nullable Integer partitions, @Nullable Short replicas,
			Map<String, String> config) {

		static Shape of(TopicDefinition topic) {
			return new Shape(topic.name(), topic.partitions(), topic.replicationFactor(), topic.config());
		}

		Shape and(Shape other) {
			Map<String, String> all = new LinkedHashMap<>(this.config);
			new HashMap<>(other.config).forEach((setting, value) -> all.merge(setting, value,
					(one, two) -> java.util.Objects.requireNonNull(agreed(setting, one, two))));
			return new Shape(this.name, agreed("partitions", this.partitions, other.partitions),
					agreed("replicationFactor", this.replicas, other.replicas), all);
		}

		private <T> @Nullable T agreed(String setting, @Nullable T one, @Nullable T two) {
			if (one != null && two != null && !one.equals(two)) {
				throw new InvalidTopicException(this.name,
						"it is declared with %s=%s and with %s=%s".formatted(setting, one, setting, two),
						"Let its declarations agree, or leave %s to one of them".formatted(setting), null);
			}
			return (one != null) ? one : two;
		}

	}

}
