package dev.stead.payment.domain.ledger;

/**
 * Which of an account's two balances a posting changes. A hold moves money between the balances of one account rather than into a common
 * account of holds: that one row would make every settlement wait for every other.
 */
public enum BalanceKind {
    /** Can be spent. */
    AVAILABLE,
    /** Set aside for a movement under way. */
    HELD
}
