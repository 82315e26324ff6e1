package org.faustspring.torture.app;

/**
 * What a task's timer writes to its table and sends, at each call.
 *
 * @param partition the task's partition
 * @param n number of the call, from 1
 * @param taken how many events the task's balances had taken by then
 */
public record Tick(int partition, long n, long taken) {

}
