/**
 * The commit protocol: what a commit writes, in which order, and how a failed one is
 * undone.
 */
@NullMarked
package org.faustspring.engine.commit;

import org.jspecify.annotations.NullMarked;
