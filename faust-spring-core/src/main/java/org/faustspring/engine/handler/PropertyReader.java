package org.faustspring.engine.handler;

import java.beans.PropertyDescriptor;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Map;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.core.ResolvableType;
import org.springframework.util.ReflectionUtils;

/**
 * Reads one property of a type: a record component, a getter, a field or the entry of a
 * map; resolved at start. Any thread.
 */
final class PropertyReader {

	private final ResolvableType type;

	private final MethodHandle read;

	private PropertyReader(ResolvableType type, MethodHandle read) {
		this.type = type;
		this.read = read.asType(MethodType.methodType(Object.class, Object.class));
	}

	/**
	 * Find a property.
	 * @param owner the type that has it
	 * @param name its name
	 * @return the reader, or {@code null} if there is no such property
	 */
	static @Nullable PropertyReader find(ResolvableType owner, String name) {
		Class<?> raw = owner.resolve(Object.class);
		try {
			if (Map.class.isAssignableFrom(raw)) {
				MethodHandle get = MethodHandles.publicLookup()
					.findVirtual(Map.class, "get", MethodType.methodType(Object.class, Object.class));
				return new PropertyReader(owner.as(Map.class).getGeneric(1),
						MethodHandles.insertArguments(get, 1, name));
			}
			Method accessor = accessor(raw, name);
			if (accessor != null) {
				ReflectionUtils.makeAccessible(accessor);
				return new PropertyReader(ResolvableType.forMethodReturnType(accessor, raw),
						MethodHandles.lookup().unreflect(accessor));
			}
			Field field = ReflectionUtils.findField(raw, name);
			if (field != null && !Modifier.isStatic(field.getModifiers())) {
				ReflectionUtils.makeAccessible(field);
				return new PropertyReader(ResolvableType.forField(field, owner),
						MethodHandles.lookup().unreflectGetter(field));
			}
			return null;
		}
		catch (NoSuchMethodException | IllegalAccessException ex) {
			throw new IllegalStateException("Property '%s' of %s cannot be read".formatted(name, raw.getName()), ex);
		}
	}

	/**
	 * Return the names of the properties of a type, in order.
	 */
	static Collection<String> names(Class<?> type) {
		Collection<String> names = new TreeSet<>();
		if (type.isRecord()) {
			for (RecordComponent component : type.getRecordComponents()) {
				names.add(component.getName());
			}
			return names;
		}
		if (type.getName().startsWith("java.")) {
			return names;
		}
		for (PropertyDescriptor property : BeanUtils.getPropertyDescriptors(type)) {
			if (property.getReadMethod() != null && !property.getName().equals("class")) {
				names.add(property.getName());
			}
		}
		ReflectionUtils.doWithFields(type, (field) -> names.add(field.getName()),
				(field) -> !Modifier.isStatic(field.getModifiers()) && !field.isSynthetic());
		return names;
	}

	private static @Nullable Method accessor(Class<?> type, String name) {
		if (type.isRecord()) {
			for (RecordComponent component : type.getRecordComponents()) {
				if (component.getName().equals(name)) {
					return component.getAccessor();
				}
			}
		}
		PropertyDescriptor property = BeanUtils.getPropertyDescriptor(type, name);
		return (property != null && !name.equals("class")) ? property.getReadMethod() : null;
	}

	/**
	 * Return the declared type of the property, unresolvable if it is not known.
	 */
	ResolvableType type() {
		return this.type;
	}

	@Nullable Object read(Object owner) throws Throwable {
		return (Object) this.read.invokeExact(owner);
	}

}
