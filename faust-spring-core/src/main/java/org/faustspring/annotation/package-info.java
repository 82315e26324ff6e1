/**
 * Annotations an application writes on its bean methods.
 */
@NullMarked
package org.faustspring.annotation;

import org.jspecify.annotations.NullMarked;
