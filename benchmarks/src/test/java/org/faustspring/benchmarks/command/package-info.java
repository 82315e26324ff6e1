/**
 * Tests of the commands.
 */
@NullMarked
package org.faustspring.benchmarks.command;

import org.jspecify.annotations.NullMarked;
