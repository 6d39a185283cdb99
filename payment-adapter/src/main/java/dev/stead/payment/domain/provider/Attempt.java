package dev.stead.payment.domain.provider;

import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.settlement.Settlement;
import java.time.Instant;
import java.util.Optional;

/**
 * An attempt to have a provider move a settlement's money. It is on disk before the provider is called, and its key and everything that is
 * sent are the same on every retry, so that calling twice never moves money twice.
 *
 * @param number from 1
 * @param key the provider's idempotency key
 * @param providerReference the provider's own reference, once known
 */
public record Attempt(
        SettlementId settlement,
        int number,
        Target target,
        String key,
        Optional<String> providerReference,
        Instant createTime) {
    private static final String REVERSAL = "-reversal";

    /**
     * Which provider is called, and what it charges.
     *
     * @param provider the provider's name
     * @param source the payer's funding source there, if one was linked when the attempt was made
     */
    public record Target(String provider, Optional<String> source) {}

    /** The first attempt of a settlement. */
    public static Attempt first(Settlement settlement, String provider, Optional<String> source, Instant now) {
        var target = new Target(provider, source);
        return new Attempt(settlement.id(), 1, target, settlement.id() + "-1", Optional.empty(), now);
    }

    public Attempt withReference(String reference) {
        return new Attempt(settlement, number, target, key, Optional.of(reference), createTime);
    }

    /** The key under which a late capture of this attempt is refunded. */
    public String reversalKey() {
        return reversalKey(key);
    }

    /** The key of the attempt that a reversal key reverses; any other key as it is. */
    public static String withoutReversal(String key) {
        return key.endsWith(REVERSAL) ? key.substring(0, key.length() - REVERSAL.length()) : key;
    }

    /** The key under which a late capture of the attempt with {@code key} is refunded. */
    public static String reversalKey(String key) {
        return key + REVERSAL;
    }

    /** What is sent to the provider. */
    public Provider.Instruction instruction(Settlement settlementNow) {
        return new Provider.Instruction(key, settlementNow.terms().amount(), target.source, providerReference);
    }
}
