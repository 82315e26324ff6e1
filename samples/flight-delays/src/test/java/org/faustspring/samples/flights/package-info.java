/**
 * Tests of the flight delays sample, in this JVM and in JVMs that are stopped and killed.
 */
@NullMarked
package org.faustspring.samples.flights;

import org.jspecify.annotations.NullMarked;
