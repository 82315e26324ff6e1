/**
 * Channels: bounded in-memory message delivery inside one instance.
 */
@NullMarked
package org.faustspring.channel;

import org.jspecify.annotations.NullMarked;
