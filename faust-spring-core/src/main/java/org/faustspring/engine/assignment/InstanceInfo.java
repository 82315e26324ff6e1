package org.faustspring.engine.assignment;

import org.jspecify.annotations.Nullable;

/**
 * What an instance of the application tells the other instances of itself. Immutable, any
 * thread.
 *
 * @param instanceId the id of the instance, unique in the application
 * @param url where the instance answers queries, or {@code null} when it serves nothing
 */
public record InstanceInfo(String instanceId, @Nullable String url) {
}
