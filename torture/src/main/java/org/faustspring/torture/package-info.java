/**
 * The rig: feeds a cluster and instances, breaks them by a seed, and judges what comes
 * out.
 */
@NullMarked
package org.faustspring.torture;

import org.jspecify.annotations.NullMarked;
