package org.faustspring.docs.totals;

public record Total(String customer, long cents) {

}
