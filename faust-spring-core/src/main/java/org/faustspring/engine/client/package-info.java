/**
 * Kafka clients of the engine, made from the application's own factories.
 */
@NullMarked
package org.faustspring.engine.client;

import org.jspecify.annotations.NullMarked;
