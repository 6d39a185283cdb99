package dev.stead.payment.application.port;

import dev.stead.mesh.request.RequestIdentity;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import java.util.Optional;

/**
 * A request that was executed.
 *
 * @param resultId the id of the account or settlement that it was about
 * @param balances of the account after it, for requests that are answered with an account
 */
public record StoredRequest(RequestIdentity identity, String resultId, Optional<Balances> balances) {
    /**
     * An account's balances at an earlier time, in minor units.
     */
    public record Balances(long available, long held) {}

    /** A request that is about to be executed. */
    public static StoredRequest of(RequestIdentity identity, String resultId) {
        return new StoredRequest(identity, resultId, Optional.empty());
    }

    /** @throws PaymentException {@code REQUEST_ID_REUSED} unless the other request asks for the same */
    public void requireSame(RequestIdentity other) {
        if (!identity.fingerprint().equals(other.fingerprint())) {
            throw new PaymentException(
                    PaymentError.REQUEST_ID_REUSED,
                    "the request id was used for another request; use a new one for each request");
        }
    }
}
