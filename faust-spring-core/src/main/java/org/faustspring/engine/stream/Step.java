package org.faustspring.engine.stream;

/**
 * A node with another behind it.
 */
abstract class Step extends Node {

	final Node next;

	Step(Node next) {
		this.next = next;
	}

	@Override
	public boolean wants() {
		return this.next.wants();
	}

}
