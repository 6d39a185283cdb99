package dev.stead.payment.domain;

import dev.stead.mesh.request.ExternalId;

/**
 * A settlement's id.
 *
 * @param value 1 to 64 of {@code [A-Za-z0-9._-]}; those made here are UUIDs of version 7, so they sort by time
 */
public record SettlementId(String value) {
    /** @throws PaymentException {@code SETTLEMENT_ID_INVALID} */
    public SettlementId {
        PaymentError.SETTLEMENT_ID_INVALID.unless(
                ExternalId.isValid(value), "the settlement id must be " + ExternalId.RULE);
    }

    @Override
    public String toString() {
        return value;
    }
}
