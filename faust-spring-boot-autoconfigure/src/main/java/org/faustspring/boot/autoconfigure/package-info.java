/**
 * Auto-configuration of the App and its properties.
 */
@NullMarked
package org.faustspring.boot.autoconfigure;

import org.jspecify.annotations.NullMarked;
