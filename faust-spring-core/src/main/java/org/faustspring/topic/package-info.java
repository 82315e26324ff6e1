/**
 * Topics: Kafka topics that an App declares, checks and sends to.
 */
@NullMarked
package org.faustspring.topic;

import org.jspecify.annotations.NullMarked;
