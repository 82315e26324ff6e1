package org.faustspring.boot.autoconfigure;

import java.util.List;
import java.util.stream.Collectors;

import org.faustspring.app.FaustStartupException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;

/**
 * Properties under {@code faust.} are set that do not exist.
 */
public class UnknownPropertyException extends FaustStartupException {

	private final List<UnknownProperty> properties;

	/**
	 * Create the exception.
	 * @param properties the properties that do not exist, at least one
	 */
	public UnknownPropertyException(List<UnknownProperty> properties) {
		super("Unknown properties: "
				+ properties.stream().map((property) -> "'" + property.name() + "'").collect(Collectors.joining(", ")));
		this.properties = List.copyOf(properties);
	}

	/**
	 * Return the properties that do not exist.
	 * @return at least one
	 */
	public List<UnknownProperty> properties() {
		return this.properties;
	}

	/**
	 * A property that does not exist.
	 *
	 * @param name its name
	 * @param origin where it is set, {@code null} if not known
	 * @param closest the property that was probably meant
	 */
	public record UnknownProperty(String name, @Nullable Origin origin, String closest) {

	}

}
