package dev.stead.payment.domain.ledger;

import dev.stead.payment.domain.Identifier;
import dev.stead.payment.domain.PaymentError;

/** Whose an account is. */
public sealed interface Owner {
    /**
     * A person.
     *
     * @param subjectId the subject's opaque id
     */
    record Person(String subjectId) implements Owner {
        /** Refuses a malformed id ({@code OWNER_INVALID}). */
        public Person {
            Identifier.require(subjectId, PaymentError.OWNER_INVALID, "the subject id");
        }
    }

    /**
     * A merchant.
     *
     * @param merchantId the merchant's id
     */
    record Merchant(String merchantId) implements Owner {
        /** Refuses a malformed id ({@code OWNER_INVALID}). */
        public Merchant {
            Identifier.require(merchantId, PaymentError.OWNER_INVALID, "the merchant id");
        }
    }

    /** Everything outside of the ledger. Its account is below zero by exactly what the others have. */
    record World() implements Owner {}

    /** The owner in a request's canonical form; kept forever, so it never changes. */
    default String canonical() {
        return switch (this) {
            case Person(String subjectId) -> "person " + subjectId;
            case Merchant(String merchantId) -> "merchant " + merchantId;
            case World() -> "world";
        };
    }
}
