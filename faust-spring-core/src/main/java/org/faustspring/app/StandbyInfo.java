package org.faustspring.app;

/**
 * A copy of a task that another instance owns.
 *
 * @param task the task's name
 * @param lag changelog offsets it is behind what is committed, -1 while not known
 * @param moving whether the task moves to this instance once the copy is warm
 */
public record StandbyInfo(String task, long lag, boolean moving) {

}
