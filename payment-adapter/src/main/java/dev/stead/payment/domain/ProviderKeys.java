package dev.stead.payment.domain;

import java.util.Optional;

/** Whose a provider's key is: an attempt's, its reversal's or a refund's. */
final class ProviderKeys {
    private ProviderKeys() {}

    /** The settlement that a key belongs to; empty for one that was never made here. */
    static Optional<SettlementId> settlementOf(Books books, String key) {
        return Refund.requestOf(key)
                .flatMap(request -> books.refunds().find(request))
                .map(Refund::settlement)
                .or(() -> books.attempts().ofKey(Attempt.withoutReversal(key)).map(Attempt::settlement));
    }
}
