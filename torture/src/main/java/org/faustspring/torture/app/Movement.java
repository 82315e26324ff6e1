package org.faustspring.torture.app;

/**
 * An event of either source.
 *
 * @param account whose it is, and the record's key
 * @param n its number among those of the account in this source, from 1
 * @param product what the application groups by
 * @param lane the source partition it was sent to
 * @param amount anything
 * @param act what the handlers are to do with it
 */
public record Movement(String account, long n, String product, int lane, long amount, Act act) {

}
