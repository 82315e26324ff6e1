package org.faustspring.boot.autoconfigure;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The URL at which other instances reach this one: the configured one, else the web
 * server's.
 *
 * @param configured the configured URL, if any
 * @param learnt yields the URL of the web server, once it has started
 */
record AppUrl(@Nullable String configured,
		@Nullable Supplier<@Nullable String> learnt) implements Supplier<@Nullable String> {

	@Override
	public @Nullable String get() {
		if (this.configured != null) {
			return this.configured;
		}
		return (this.learnt != null) ? this.learnt.get() : null;
	}

}
