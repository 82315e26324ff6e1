package org.faustspring.boot.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;

/**
 * The names that exist under {@code faust.}, read from {@link FaustProperties} and
 * {@link TableProperties}.
 */
class KnownProperties {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("faust");

	private static final ConfigurationPropertyName ANY_TABLE = ConfigurationPropertyName.of("faust.tables.name");

	private final List<ConfigurationPropertyName> names = new ArrayList<>();

	private final List<ConfigurationPropertyName> maps = new ArrayList<>();

	private final List<ConfigurationPropertyName> ofOneTable = new ArrayList<>();

	KnownProperties() {
		collect(PREFIX, FaustProperties.class, this.names);
		collect(ANY_TABLE, TableProperties.class, this.ofOneTable);
	}

	private void collect(ConfigurationPropertyName prefix, Class<?> type, List<ConfigurationPropertyName> names) {
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			if (property.getName().equals("class")) {
				continue;
			}
			ConfigurationPropertyName name = prefix.append(DataObjectPropertyName.toDashedForm(property.getName()));
			if (property.getPropertyType().getEnclosingClass() == FaustProperties.class) {
				collect(name, property.getPropertyType(), names);
			}
			else if (Map.class.isAssignableFrom(property.getPropertyType())) {
				this.maps.add(name);
			}
			else {
				names.add(name);
			}
		}
	}

	/**
	 * Tell whether a property exists.
	 * @param name the property's name
	 * @return whether something reads it
	 */
	boolean contains(ConfigurationPropertyName name) {
		return this.names.contains(name) || this.maps.stream().anyMatch((map) -> map.isAncestorOf(name))
				|| (TableStores.isOfOneTable(name)
						&& this.ofOneTable.contains(ANY_TABLE.append(name.subName(name.getNumberOfElements() - 1))));
	}

	/**
	 * Tell whether a name is that of a group of properties.
	 * @param name the name
	 * @return whether properties exist below it
	 */
	boolean isGroup(ConfigurationPropertyName name) {
		return this.maps.contains(name) || this.names.stream().anyMatch(name::isAncestorOf);
	}

	/**
	 * Return the property whose name is most like a name that does not exist.
	 * @param name the name that does not exist
	 * @return the property, as one writes it
	 */
	String closestTo(ConfigurationPropertyName name) {
		List<String> candidates = new ArrayList<>();
		this.names.forEach((known) -> candidates.add(known.toString()));
		this.maps.forEach((map) -> candidates.add(map + ".*"));
		if (ANY_TABLE.getParent().isAncestorOf(name) && name.getNumberOfElements() > ANY_TABLE.getNumberOfElements()) {
			ConfigurationPropertyName table = name.subName(2).chop(name.getNumberOfElements() - 3);
			String prefix = TableStores.prefix(table.toString());
			this.ofOneTable.forEach((known) -> candidates.add(prefix + "." + known.subName(3)));
		}
		Comparator<String> byDistance = Comparator
			.comparingInt((known) -> EditDistance.between(name.toString(), known));
		return candidates.stream().min(byDistance.thenComparing(Comparator.naturalOrder())).orElseThrow();
	}

}
