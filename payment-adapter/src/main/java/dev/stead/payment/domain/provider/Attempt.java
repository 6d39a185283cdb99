package dev.stead.payment.domain.provider;

import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.settlement.Settlement;
import java.time.Instant;
import java.util.Optional;

/**
 * An attempt to have a provider move a settlement's money. It is on disk before the provider hears of it, and its key and all that the
 * provider is told are the same on every try, so that asking twice can never move money twice.
 *
 * @param settlement the settlement
 * @param number from 1
 * @param target who is asked, and for whose money
 * @param key the provider's idempotency key
 * @param providerReference the provider's own reference, once known
 * @param createTime when it was made
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
     * Who is asked, and for whose money.
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

    /** The same, with the provider's own reference. */
    public Attempt answered(String reference) {
        return new Attempt(settlement, number, target, key, Optional.of(reference), createTime);
    }

    /** The key under which a late success of this attempt is taken back. */
    public String reversalKey() {
        return reversalKey(key);
    }

    public static String withoutReversal(String key) {
        return key.endsWith(REVERSAL) ? key.substring(0, key.length() - REVERSAL.length()) : key;
    }

    public static String reversalKey(String key) {
        return key + REVERSAL;
    }

    /** What the provider is told. */
    public Provider.Instruction instruction(Settlement about) {
        return new Provider.Instruction(key, about.terms().amount(), target.source, providerReference);
    }
}
