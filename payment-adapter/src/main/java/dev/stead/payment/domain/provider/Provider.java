package dev.stead.payment.domain.provider;

import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.Period;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The port of a payment provider, which moves money outside of the ledger. Every call carries an idempotency key: however often it is
 * repeated, the provider moves money once and answers as it did first. Calls block, end within a bounded time, and return {@link
 * Outcome.Unknown} rather than guess: a timeout is not a decline. Thread-safe.
 */
public interface Provider {
    /** The name that attempts are stored with. */
    String name();

    /** True if nothing moves outside of the ledger and every call returns {@link Outcome.Ok}: a settlement is then one transaction. */
    boolean settlesWithinLedger();

    /** Reserves money. */
    Outcome authorise(Instruction instruction);

    /** Takes authorised money. */
    Outcome capture(Instruction instruction);

    /** Releases authorised money that was not captured. */
    Outcome voidAuthorisation(Instruction instruction);

    /** Refunds {@code amount} of captured money, once for {@code key}. */
    Outcome refund(Instruction captured, String key, Money amount);

    /** Looks up what became of the key of an authorisation or of a refund. */
    LookupResult lookUp(String key);

    /**
     * Passes on every movement of a period by the provider's own records, in any order; what was done twice is there twice. Throws if the
     * statement cannot be read in whole: half of it would show breaks that are none.
     */
    void statement(Period period, Consumer<Movement> each);

    /**
     * What a provider is to do.
     *
     * @param key the attempt's key
     * @param source what to charge, by the provider's own name for it, if one was linked
     * @param reference the provider's own reference, if it gave one
     */
    record Instruction(String key, Money amount, Optional<String> source, Optional<String> reference) {}

    /**
     * A movement of money by the provider's own records.
     *
     * @param key the key of the authorisation, or of the refund
     */
    record Movement(String key, Effect effect, Money amount, Instant time) {
        /** What a movement did. */
        public enum Effect {
            CAPTURED,
            REFUNDED
        }
    }

    /** The outcome of a call. */
    sealed interface Outcome {
        /**
         * Done.
         *
         * @param reference the provider's own reference
         * @param amount how much the provider says it moved or reserved
         */
        record Ok(String reference, Money amount) implements Outcome {}

        /** Definitely not done, and never will be; nothing moved. */
        record Declined(DeclineReason reason) implements Outcome {}

        /** No answer, or none that can be trusted: it may or may not have been done. */
        record Unknown() implements Outcome {}
    }

    /** What a provider knows about a key. */
    sealed interface LookupResult {
        /** The provider has never received the key. */
        record NotFound() implements LookupResult {}

        /**
         * Money is reserved and not captured.
         *
         * @param reference the provider's own reference
         */
        record Authorised(String reference, Money amount) implements LookupResult {}

        /**
         * Money was captured or, for a refund's key, refunded.
         *
         * @param reference the provider's own reference
         */
        record Completed(String reference, Money amount) implements LookupResult {}

        /** Definitely not done. */
        record Declined(DeclineReason reason) implements LookupResult {}

        /** Authorised money was released. */
        record Voided() implements LookupResult {}

        /** No answer. */
        record Unknown() implements LookupResult {}
    }
}
