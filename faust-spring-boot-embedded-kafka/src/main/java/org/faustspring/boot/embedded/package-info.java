/**
 * A real single-node Kafka broker inside the JVM, for development and tests.
 */
@NullMarked
package org.faustspring.boot.embedded;

import org.jspecify.annotations.NullMarked;
