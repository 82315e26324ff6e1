package org.faustspring.engine.table;

import java.util.Base64;
import java.util.UUID;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.ResolvableType;
import org.springframework.core.convert.ConversionException;
import org.springframework.core.convert.support.DefaultConversionService;

/**
 * Shows a table's keys as text and its values as plain data, for operations. Any thread.
 */
final class TableTexts {

	private final TableDefinition table;

	private final JsonMapper mapper;

	private final Class<?> keyClass;

	TableTexts(TableDefinition table, JsonMapper mapper) {
		this.table = table;
		this.mapper = mapper;
		this.keyClass = table.keyType().resolve(Object.class);
	}

	String text(Object key) {
		if (plain()) {
			return key.toString();
		}
		return (key instanceof byte[] bytes) ? Base64.getUrlEncoder().withoutPadding().encodeToString(bytes)
				: this.mapper.writeValueAsString(key);
	}

	private boolean plain() {
		return this.keyClass == String.class || Number.class.isAssignableFrom(this.keyClass)
				|| this.keyClass == UUID.class;
	}

	Object key(String text) {
		try {
			if (plain()) {
				Object key = DefaultConversionService.getSharedInstance().convert(text, this.keyClass);
				if (key != null) {
					return key;
				}
			}
			else {
				return (this.keyClass == byte[].class) ? Base64.getUrlDecoder().decode(text)
						: this.mapper.readValue(text, javaType(this.table.keyType()));
			}
		}
		catch (ConversionException | JacksonException | IllegalArgumentException ex) {
			throw new IllegalArgumentException(notAKey(text), ex);
		}
		throw new IllegalArgumentException(notAKey(text));
	}

	private String notAKey(String text) {
		String form = plain() ? this.keyClass.getSimpleName()
				: (this.keyClass == byte[].class) ? "bytes in Base64" : "JSON of " + this.table.keyType();
		return "'%s' is no key of table '%s', whose keys are %s".formatted(text, this.table.name(), form);
	}

	private JavaType javaType(ResolvableType type) {
		return this.mapper.constructType(type.getType());
	}

	Object plain(Object value) {
		Object plain = this.mapper.convertValue(value, Object.class);
		return (plain != null) ? plain : "null";
	}

}
