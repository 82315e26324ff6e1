package org.faustspring.boot.autoconfigure;

import java.util.List;

import org.faustspring.app.FaustStartupException;

/**
 * A bean that the App's Kafka clients are derived from cannot be chosen: there is none,
 * or there are several and none is preferred.
 */
public class AmbiguousKafkaBeanException extends FaustStartupException {

	private final String type;

	private final String defaultName;

	private final List<String> beanNames;

	/**
	 * Create the exception.
	 * @param type simple name of the type that is needed
	 * @param defaultName name of the bean that would be taken without a primary one
	 * @param beanNames names of the candidates
	 */
	public AmbiguousKafkaBeanException(String type, String defaultName, List<String> beanNames) {
		super((beanNames.isEmpty()) ? "There is no %s bean to derive the App's Kafka clients from".formatted(type)
				: "There are several %s beans to derive the App's Kafka clients from (%s), and none is preferred"
					.formatted(type, String.join(", ", beanNames)));
		this.type = type;
		this.defaultName = defaultName;
		this.beanNames = List.copyOf(beanNames);
	}

	/**
	 * Return the type that is needed.
	 * @return simple name of the type
	 */
	public String type() {
		return this.type;
	}

	/**
	 * Return the name of the bean that is taken if no other is preferred.
	 * @return the name
	 */
	public String defaultName() {
		return this.defaultName;
	}

	/**
	 * Return the candidates.
	 * @return names of beans, may be empty
	 */
	public List<String> beanNames() {
		return this.beanNames;
	}

}
