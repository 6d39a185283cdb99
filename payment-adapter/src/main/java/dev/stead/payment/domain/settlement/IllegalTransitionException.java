package dev.stead.payment.domain.settlement;

/** Somebody tried to move a settlement to a state that cannot follow: a fault in this program. The check stays on in production. */
public final class IllegalTransitionException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    IllegalTransitionException(SettlementState from, SettlementState to) {
        super("a settlement cannot go from " + from + " to " + to);
    }
}
