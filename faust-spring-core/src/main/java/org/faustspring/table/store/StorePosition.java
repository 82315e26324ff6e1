package org.faustspring.table.store;

import org.apache.kafka.common.Uuid;

/**
 * How far a store has followed the changelog of its table.
 *
 * @param topicId id of the changelog topic that the data came from
 * @param nextOffset offset of the first changelog record that is not in the store
 * @param freshAtMillis epoch milliseconds at which the store was last known to be at the
 * end of the changelog
 */
public record StorePosition(Uuid topicId, long nextOffset, long freshAtMillis) {

}
