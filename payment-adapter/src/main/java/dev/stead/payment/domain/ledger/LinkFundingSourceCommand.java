package dev.stead.payment.domain.ledger;

import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import java.util.List;
import java.util.UUID;

/**
 * A request to link what a provider is to charge for an account.
 *
 * @param requestId the caller's idempotency key
 * @param provider the provider's name
 * @param source the provider's own name for it, such as {@code cus_...}
 */
public record LinkFundingSourceCommand(UUID requestId, AccountId account, String provider, String source) {
    private static final int MAX_LENGTH = 128;

    /** @throws PaymentException {@code SOURCE_INVALID} */
    public LinkFundingSourceCommand {
        for (String name : List.of(provider, source)) {
            PaymentError.SOURCE_INVALID.unless(
                    !name.isEmpty()
                            && name.length() <= MAX_LENGTH
                            && name.chars().allMatch(c -> c > ' ' && c < 127),
                    "provider and source must be 1 to " + MAX_LENGTH + " printable characters each");
        }
    }

    public RequestIdentity identity() {
        return new RequestIdentity(
                requestId, RequestFingerprint.ofFields("LinkFundingSource", account.value(), provider, source));
    }
}
