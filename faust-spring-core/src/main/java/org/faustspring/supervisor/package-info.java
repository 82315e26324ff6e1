/**
 * Supervisors: what happens when an agent's actor fails.
 */
@NullMarked
package org.faustspring.supervisor;

import org.jspecify.annotations.NullMarked;
