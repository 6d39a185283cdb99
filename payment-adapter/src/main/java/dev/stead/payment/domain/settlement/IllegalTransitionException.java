package dev.stead.payment.domain.settlement;

/** A state was to follow that cannot: a fault in this program, which is checked in production too. */
public final class IllegalTransitionException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    IllegalTransitionException(SettlementState from, SettlementState to) {
        super("a settlement cannot go from " + from + " to " + to);
    }
}
