/**
 * Agents at run time: what they are doing, and how to pause, resume, stop and start them.
 */
@NullMarked
package org.faustspring.agent;

import org.jspecify.annotations.NullMarked;
