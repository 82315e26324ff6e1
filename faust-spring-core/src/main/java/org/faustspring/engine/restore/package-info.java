/**
 * Take-over of tasks: from what is on disk and in Kafka to a task that can run.
 */
@NullMarked
package org.faustspring.engine.restore;

import org.jspecify.annotations.NullMarked;
