package dev.stead.payment.domain.ledger;

import dev.stead.mesh.request.ExternalId;
import dev.stead.payment.domain.PaymentError;

/** Who an account belongs to. */
public sealed interface Owner {
    /**
     * A person.
     *
     * @param subjectId opaque; 1 to 64 of {@code [A-Za-z0-9._-]}
     */
    record Person(String subjectId) implements Owner {
        /** @throws PaymentException {@code OWNER_INVALID} */
        public Person {
            PaymentError.OWNER_INVALID.unless(
                    ExternalId.isValid(subjectId), "the subject id must be " + ExternalId.RULE);
        }
    }

    /**
     * A merchant.
     *
     * @param merchantId 1 to 64 of {@code [A-Za-z0-9._-]}
     */
    record Merchant(String merchantId) implements Owner {
        /** @throws PaymentException {@code OWNER_INVALID} */
        public Merchant {
            PaymentError.OWNER_INVALID.unless(
                    ExternalId.isValid(merchantId), "the merchant id must be " + ExternalId.RULE);
        }
    }

    /** Everything outside of the ledger. Its account is below zero by exactly what all others have. */
    record World() implements Owner {}

    /** The owner as fingerprints of requests contain it. They are stored forever, so this never changes. */
    default String canonical() {
        return switch (this) {
            case Person(String subjectId) -> "person " + subjectId;
            case Merchant(String merchantId) -> "merchant " + merchantId;
            case World() -> "world";
        };
    }
}
