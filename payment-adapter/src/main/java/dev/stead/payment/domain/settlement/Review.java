package dev.stead.payment.domain.settlement;

import dev.stead.mesh.request.PeopleText;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.SettlementId;
import java.util.UUID;

/**
 * An operator's decision about a settlement in review, made from the provider's own records.
 *
 * @param requestId the operator's idempotency key
 * @param operator the operator's id
 * @param note why; 1 to 500 characters, on one line, without personal data
 */
public record Review(UUID requestId, SettlementId settlement, Finding finding, String operator, String note) {
    private static final int NOTE_LIMIT = 500;

    /** What became of the payment, or of the refund if one is under way. */
    public enum Finding {
        /** It moved. */
        MOVED,
        /** It did not move, and will not. */
        NOT_MOVED
    }

    /** @throws PaymentException {@code NOTE_INVALID} */
    public Review {
        PaymentError.NOTE_INVALID.unless(
                note.length() <= NOTE_LIMIT && PeopleText.isLine(note) && !PeopleText.isBlank(note),
                "the note must be 1 to " + NOTE_LIMIT + " characters of " + PeopleText.LINE);
    }

    public RequestIdentity identity() {
        return new RequestIdentity(
                requestId, RequestFingerprint.ofFields("ResolveReview", settlement.value(), finding.name(), note));
    }
}
