package org.faustspring.boot.actuate.endpoint;

import java.util.List;

import org.faustspring.app.FaustApp;
import org.faustspring.app.TableInfo;
import org.faustspring.table.KeyElsewhereException;
import org.faustspring.table.TableInspection;
import org.faustspring.table.TableNotReadyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.Sanitizer;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;

/**
 * {@link Endpoint @Endpoint} that shows what this instance has of each table: sizes,
 * restoration, single entries and pages of them. Values are hidden unless configured
 * otherwise. Any thread.
 */
@Endpoint(id = "fausttables")
public class FaustTablesEndpoint {

	/** Number of entries a page, unless asked for. */
	static final int DEFAULT_LIMIT = 50;

	/** Most entries a page. */
	static final int MAX_LIMIT = 1000;

	private final FaustApp app;

	private final Sanitizer sanitizer;

	private final Show showValues;

	/**
	 * Create the endpoint.
	 * @param app the App whose tables to show
	 * @param sanitizingFunctions hide or change single values; their key is the table's
	 * name, a dot and the entry's key
	 * @param showValues when to show values
	 */
	public FaustTablesEndpoint(FaustApp app, Iterable<SanitizingFunction> sanitizingFunctions, Show showValues) {
		this.app = app;
		this.sanitizer = new Sanitizer(sanitizingFunctions);
		this.showValues = showValues;
	}

	/**
	 * Return all tables.
	 * @return the tables as this instance has them now, by name
	 */
	@ReadOperation
	public TablesDescriptor tables() {
		return new TablesDescriptor(this.app.tableInfos());
	}

	/**
	 * Return a table, with a page of its entries if asked for.
	 * @param table its name
	 * @param entries whether to return entries; by default if one of the other two is
	 * given
	 * @param from key of the first entry; the very first without it
	 * @param limit most entries, 1 to 1000, by default 50
	 * @return the table as this instance has it now, or {@code null} if there is none of
	 * that name
	 */
	@ReadOperation
	public @Nullable TableDescriptor table(@Selector String table, @Nullable Boolean entries, @Nullable String from,
			@Nullable Integer limit) {
		return table(table, entries, from, limit, this.showValues.isShown(true));
	}

	@Nullable TableDescriptor table(String table, @Nullable Boolean entries, @Nullable String from, @Nullable Integer limit,
			boolean showValues) {
		TableInfo info = this.app.tableInfos()
			.stream()
			.filter((candidate) -> candidate.name().equals(table))
			.findFirst()
			.orElse(null);
		if (info == null) {
			return null;
		}
		boolean withEntries = (entries != null) ? entries : (from != null || limit != null);
		return new TableDescriptor(info, (withEntries) ? page(table, from, limit, showValues) : null);
	}

	/**
	 * Return an entry.
	 * @param table the table's name
	 * @param key the key as text, which may contain slashes
	 * @return the entry, or {@code null} if there is no such table or entry
	 * @throws KeyElsewhereException if another instance owns the key's partition
	 * @throws TableNotReadyException if the partition is being restored
	 */
	@ReadOperation
	public @Nullable EntryDescriptor entry(@Selector String table,
			@Selector(match = Match.ALL_REMAINING) String... key) {
		return entry(table, String.join("/", key), this.showValues.isShown(true));
	}

	@Nullable EntryDescriptor entry(String table, String key, boolean showValues) {
		TableInspection inspection = inspection(table);
		if (inspection == null) {
			return null;
		}
		try {
			TableInspection.Entry entry = inspection.inspect(key);
			return (entry != null) ? describe(table, entry, showValues) : null;
		}
		catch (IllegalArgumentException ex) {
			throw notAKey(table, key, ex);
		}
	}

	private EntriesDescriptor page(String table, @Nullable String from, @Nullable Integer limit, boolean showValues) {
		int size = (limit != null) ? limit : DEFAULT_LIMIT;
		if (size < 1 || size > MAX_LIMIT) {
			String reason = "'limit' must be 1 to %d".formatted(MAX_LIMIT);
			throw new InvalidEndpointRequestException(reason, reason);
		}
		TableInspection inspection = inspection(table);
		if (inspection == null) {
			return new EntriesDescriptor(List.of(), null);
		}
		try {
			TableInspection.Page page = inspection.inspect(from, size);
			return new EntriesDescriptor(
					page.entries().stream().map((entry) -> describe(table, entry, showValues)).toList(), page.next());
		}
		catch (IllegalArgumentException ex) {
			throw notAKey(table, from, ex);
		}
	}

	private @Nullable TableInspection inspection(String name) {
		return this.app.tables()
			.stream()
			.filter((table) -> table.name().equals(name))
			.filter(TableInspection.class::isInstance)
			.map(TableInspection.class::cast)
			.findFirst()
			.orElse(null);
	}

	private EntryDescriptor describe(String table, TableInspection.Entry entry, boolean showValues) {
		SanitizableData data = new SanitizableData(null, table + "." + entry.key(), entry.value());
		return new EntryDescriptor(entry.key(), this.sanitizer.sanitize(data, showValues));
	}

	private InvalidEndpointRequestException notAKey(String table, @Nullable String key, IllegalArgumentException ex) {
		String reason = "'%s' is no key of table '%s': %s".formatted(key, table, ex.getMessage());
		return new InvalidEndpointRequestException(reason, reason, ex);
	}

	/**
	 * The tables.
	 *
	 * @param tables a line a table
	 */
	public record TablesDescriptor(List<TableInfo> tables) implements OperationResponseBody {

	}

	/**
	 * A table.
	 *
	 * @param table the table as this instance has it
	 * @param page entries, {@code null} unless asked for
	 */
	public record TableDescriptor(TableInfo table, @Nullable EntriesDescriptor page) implements OperationResponseBody {

	}

	/**
	 * Consecutive entries.
	 *
	 * @param entries the entries, in order
	 * @param next the {@code from} of the next page, {@code null} if there is none
	 */
	public record EntriesDescriptor(List<EntryDescriptor> entries, @Nullable String next) {

	}

	/**
	 * An entry.
	 *
	 * @param key the key, as text
	 * @param value the value as plain data, or asterisks
	 */
	public record EntryDescriptor(String key, @Nullable Object value) implements OperationResponseBody {

	}

}
