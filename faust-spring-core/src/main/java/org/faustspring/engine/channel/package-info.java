/**
 * Channels: the queues behind them, one a consumer.
 */
@NullMarked
package org.faustspring.engine.channel;

import org.jspecify.annotations.NullMarked;
