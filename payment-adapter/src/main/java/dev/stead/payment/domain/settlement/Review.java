package dev.stead.payment.domain.settlement;

import dev.stead.payment.domain.Fingerprint;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.SettlementId;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What an operator found out about a settlement in review, with the provider's own books before them.
 *
 * @param requestId the operator's id for their intention
 * @param settlement the settlement
 * @param finding what became of the money
 * @param operator who says so
 * @param note why; 1 to 500 characters, on one line, without personal data
 */
public record Review(UUID requestId, SettlementId settlement, Finding finding, String operator, String note) {
    private static final Pattern NOTE = Pattern.compile("\\P{Cntrl}{1,500}");

    /** What became of the money that was to be moved, or given back. */
    public enum Finding {
        /** It moved. */
        MOVED,
        /** It did not move, and will not. */
        NOT_MOVED
    }

    /** Refuses a note that says nothing ({@code NOTE_INVALID}). */
    public Review {
        if (!NOTE.matcher(note).matches() || note.isBlank()) {
            throw new PaymentException(
                    PaymentError.NOTE_INVALID, "the note must say why, in 1 to 500 characters on one line");
        }
    }

    public Fingerprint fingerprint() {
        return Fingerprint.of("ResolveReview", settlement.value(), finding.name(), note);
    }
}
