package org.faustspring.boot.actuate.endpoint;

import java.util.Set;

import org.faustspring.boot.actuate.endpoint.FaustTablesEndpoint.EntryDescriptor;
import org.faustspring.boot.actuate.endpoint.FaustTablesEndpoint.TableDescriptor;
import org.faustspring.table.KeyElsewhereException;
import org.faustspring.table.TableNotReadyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.Selector.Match;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * {@link EndpointWebExtension @EndpointWebExtension} for the {@link FaustTablesEndpoint}:
 * shows values to those who may see them, and answers 404 for an unknown table or key,
 * 421 for a key of another instance and 503 for a partition that is being restored.
 */
@EndpointWebExtension(endpoint = FaustTablesEndpoint.class)
public class FaustTablesEndpointWebExtension {

	private static final int STATUS_MISDIRECTED_REQUEST = 421;

	private final FaustTablesEndpoint delegate;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Create the extension.
	 * @param delegate the endpoint
	 * @param showValues when to show values
	 * @param roles who may see values; empty for everyone who is authenticated
	 */
	public FaustTablesEndpointWebExtension(FaustTablesEndpoint delegate, Show showValues, Set<String> roles) {
		this.delegate = delegate;
		this.showValues = showValues;
		this.roles = roles;
	}

	/**
	 * Return a table, with a page of its entries if asked for.
	 * @param securityContext who asks
	 * @param table its name
	 * @param entries whether to return entries; by default if one of the other two is
	 * given
	 * @param from key of the first entry; the very first without it
	 * @param limit most entries, 1 to 1000, by default 50
	 * @return the table, or a response of status 404
	 */
	@ReadOperation
	public WebEndpointResponse<TableDescriptor> table(SecurityContext securityContext, @Selector String table,
			@Nullable Boolean entries, @Nullable String from, @Nullable Integer limit) {
		return foundOrNot(this.delegate.table(table, entries, from, limit, isShown(securityContext)));
	}

	/**
	 * Return an entry.
	 * @param securityContext who asks
	 * @param table the table's name
	 * @param key the key as text, which may contain slashes
	 * @return the entry, or a response that says why there is none
	 */
	@ReadOperation
	public WebEndpointResponse<? extends OperationResponseBody> entry(SecurityContext securityContext,
			@Selector String table, @Selector(match = Match.ALL_REMAINING) String... key) {
		String text = String.join("/", key);
		try {
			EntryDescriptor entry = this.delegate.entry(table, text, isShown(securityContext));
			return foundOrNot(entry);
		}
		catch (KeyElsewhereException ex) {
			return new WebEndpointResponse<>(
					new ElsewhereDescriptor(table, text, ex.partition(), ex.ownerId(), ex.ownerUrl()),
					STATUS_MISDIRECTED_REQUEST);
		}
		catch (TableNotReadyException ex) {
			return new WebEndpointResponse<>(new NotReadyDescriptor(table, text, String.valueOf(ex.getMessage())),
					WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE);
		}
	}

	private boolean isShown(SecurityContext securityContext) {
		return this.showValues.isShown(securityContext, this.roles);
	}

	private <T> WebEndpointResponse<T> foundOrNot(@Nullable T body) {
		return (body != null) ? new WebEndpointResponse<>(body)
				: new WebEndpointResponse<>(WebEndpointResponse.STATUS_NOT_FOUND);
	}

	/**
	 * A key that another instance owns.
	 *
	 * @param table the table
	 * @param key the key
	 * @param partition the key's partition
	 * @param ownerId instance id of the owner, {@code null} if not known
	 * @param ownerUrl where the owner serves requests, {@code null} if not known
	 */
	public record ElsewhereDescriptor(String table, String key, int partition, @Nullable String ownerId,
			@Nullable String ownerUrl) implements OperationResponseBody {

	}

	/**
	 * A key that cannot be read yet.
	 *
	 * @param table the table
	 * @param key the key
	 * @param message why not, and how far it is
	 */
	public record NotReadyDescriptor(String table, String key, String message) implements OperationResponseBody {

	}

}
