/**
 * The commands of the command line.
 */
@NullMarked
package org.faustspring.benchmarks.command;

import org.jspecify.annotations.NullMarked;
