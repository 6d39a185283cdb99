package dev.stead.payment.application.port;

import dev.stead.payment.domain.Fingerprint;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import java.util.Optional;
import java.util.UUID;

/**
 * A request that was carried out.
 *
 * @param id the caller's id for its intention
 * @param fingerprint what it asked for
 * @param resultId the account or settlement it was about
 * @param balances what an account had after it, for requests that are answered with an account
 */
public record StoredRequest(UUID id, Fingerprint fingerprint, String resultId, Optional<Balances> balances) {
    /**
     * An account's balances at an earlier time.
     *
     * @param available available, in minor units
     * @param held held, in minor units
     */
    public record Balances(long available, long held) {}

    /** A request about to be carried out. */
    public static StoredRequest of(UUID id, Fingerprint fingerprint, String resultId) {
        return new StoredRequest(id, fingerprint, resultId, Optional.empty());
    }

    /** This, if it asked for the same; otherwise {@code REQUEST_ID_REUSED}. */
    public StoredRequest requireSame(Fingerprint other) {
        if (!fingerprint.equals(other)) {
            throw new PaymentException(
                    PaymentError.REQUEST_ID_REUSED, "this request id was used before for something else");
        }
        return this;
    }
}
