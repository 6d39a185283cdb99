package dev.stead.payment.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * An attempt to have a provider move a settlement's money. It is on disk before the provider hears of it, and its key is the same on
 * every try, so that asking twice can never move money twice.
 *
 * @param settlement the settlement
 * @param number from 1
 * @param provider the provider's name
 * @param key the provider's idempotency key
 * @param providerReference the provider's own reference, once known
 * @param createTime when it was made
 */
public record Attempt(
        SettlementId settlement,
        int number,
        String provider,
        String key,
        Optional<String> providerReference,
        Instant createTime) {
    /** The first attempt of a settlement. */
    public static Attempt first(Settlement settlement, Provider provider, Instant now) {
        String key = settlement.id() + "-1";
        return new Attempt(settlement.id(), 1, provider.name(), key, Optional.empty(), now);
    }

    /** The key under which a late success of this attempt is taken back. */
    public String reversalKey() {
        return key + "-reversal";
    }

    /** What the provider is told. */
    public Provider.Instruction instruction(Settlement about) {
        return new Provider.Instruction(key, about.terms().amount(), providerReference);
    }
}
