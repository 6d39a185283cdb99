package dev.stead.payment.domain.ledger;

import dev.stead.payment.domain.Money;

/**
 * An account and what its postings add up to.
 *
 * @param available the sum of the postings to its available balance
 * @param held the sum of the postings to its held balance
 * @param postings how many there are
 */
public record RecomputedBalance(Account account, Money available, Money held, long postings) {}
