package dev.stead.payment.domain.ledger;

import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import java.util.UUID;

/**
 * A request to open an account.
 *
 * @param requestId the caller's idempotency key
 * @param currencyCode ISO 4217
 */
public record OpenAccountCommand(UUID requestId, AccountId account, Owner owner, String currencyCode) {
    /** @throws PaymentException {@code CURRENCY_UNKNOWN}, {@code ACCOUNT_ID_INVALID} for an id that the ledger reserves */
    public OpenAccountCommand {
        Money.zero(currencyCode);
        PaymentError.ACCOUNT_ID_INVALID.unless(!account.isReserved(), "this account id is reserved; choose another");
    }

    public RequestIdentity identity() {
        return new RequestIdentity(
                requestId,
                RequestFingerprint.ofFields("OpenAccount", account.value(), owner.canonical(), currencyCode));
    }
}
