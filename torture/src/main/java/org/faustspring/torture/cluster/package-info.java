/**
 * Broker processes and the links to them, to be broken.
 */
@NullMarked
package org.faustspring.torture.cluster;

import org.jspecify.annotations.NullMarked;
