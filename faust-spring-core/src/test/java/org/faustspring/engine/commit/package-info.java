/**
 * Tests and their fixtures.
 */
@NullMarked
package org.faustspring.engine.commit;

import org.jspecify.annotations.NullMarked;
