/**
 * Serialization by type: which Kafka serde reads and writes a Java type.
 */
@NullMarked
package org.faustspring.engine.codec;

import org.jspecify.annotations.NullMarked;
