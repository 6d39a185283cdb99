package dev.stead.payment.domain;

/**
 * A settlement's id.
 *
 * @param value 1 to 64 of {@code [A-Za-z0-9._-]}; the adapter makes UUIDs of version 7
 */
public record SettlementId(String value) {
    /** Refuses another shape ({@code SETTLEMENT_ID_INVALID}). */
    public SettlementId {
        Identifier.require(value, PaymentError.SETTLEMENT_ID_INVALID, "the settlement id");
    }

    @Override
    public String toString() {
        return value;
    }
}
