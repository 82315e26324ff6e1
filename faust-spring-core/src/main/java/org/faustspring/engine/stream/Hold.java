package org.faustspring.engine.stream;

/**
 * The events that are kept back together, as one unit of work. Opaque to nodes.
 */
public interface Hold {

}
