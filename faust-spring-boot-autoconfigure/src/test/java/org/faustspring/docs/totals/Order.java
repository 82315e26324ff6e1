package org.faustspring.docs.totals;

public record Order(String customer, long cents) {

}
