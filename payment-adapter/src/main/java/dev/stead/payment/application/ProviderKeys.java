package dev.stead.payment.application;

import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.provider.Attempt;
import dev.stead.payment.domain.settlement.Refund;
import java.util.Optional;

/** Whose a provider's key is: an attempt's, its reversal's or a refund's. */
final class ProviderKeys {
    private ProviderKeys() {}

    /** The settlement that a key belongs to; empty for one that was never made here. */
    static Optional<SettlementId> settlementOf(Repositories books, String key) {
        return Refund.requestOf(key)
                .flatMap(request -> books.refunds().find(request))
                .map(Refund::settlement)
                .or(() -> books.attempts().ofKey(Attempt.withoutReversal(key)).map(Attempt::settlement));
    }
}
