/**
 * Average delay per airport, from 20,000 real flights.
 */
@NullMarked
package org.faustspring.samples.flights;

import org.jspecify.annotations.NullMarked;
