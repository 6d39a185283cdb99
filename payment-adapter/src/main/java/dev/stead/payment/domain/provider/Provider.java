package dev.stead.payment.domain.provider;

import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.Period;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Who moves the money outside of the ledger. Every call carries a key; a provider does a key's work once, however often it is asked, and
 * answers the later calls like the first. Calls block, end within a bounded time, and say {@link Outcome.Unknown} rather than guess: a
 * timeout is not a decline. Thread-safe.
 */
public interface Provider {
    /** Its name, as attempts record it. */
    String name();

    /**
     * True if its calls have no effect outside of the ledger and are always answered {@link Outcome.Ok}: then there is nothing to ask, and
     * a settlement is one transaction.
     */
    boolean withinLedger();

    /** Reserves the money. */
    Outcome authorise(Instruction instruction);

    /** Takes reserved money. */
    Outcome capture(Instruction instruction);

    /** Releases reserved money. */
    Outcome cancel(Instruction instruction);

    /** Gives back {@code amount} of captured money, once for {@code key}. */
    Outcome refund(Instruction captured, String key, Money amount);

    /** What became of a key: of an authorisation or of a refund. */
    Sighting lookUp(String key);

    /**
     * All that moved in a period, by the provider's own books, in any order; what was done twice is there twice. Throws if it cannot be
     * had in whole: half a statement would show breaks that are none.
     */
    void statement(Period period, Consumer<Movement> each);

    /**
     * What a provider is asked to move.
     *
     * @param key the attempt's key
     * @param amount how much
     * @param source where the payer's money is, by the provider's own name for it, if that was linked
     * @param reference the provider's own reference, if it gave one
     */
    record Instruction(String key, Money amount, Optional<String> source, Optional<String> reference) {}

    /**
     * A movement of money, as the provider's own books have it.
     *
     * @param key the key of the authorisation, or of the refund
     * @param effect what moved
     * @param amount how much
     * @param time when
     */
    record Movement(String key, Effect effect, Money amount, Instant time) {
        /** What moved. */
        public enum Effect {
            /** Money was taken. */
            CAPTURED,
            /** Money was given back. */
            REFUNDED
        }
    }

    /** What came of a call. */
    sealed interface Outcome {
        /**
         * Done.
         *
         * @param reference the provider's own reference
         * @param amount how much, by the provider's word
         */
        record Ok(String reference, Money amount) implements Outcome {}

        /**
         * Refused, definitely; nothing moved.
         *
         * @param reason why
         */
        record Declined(DeclineReason reason) implements Outcome {}

        /** No answer, or none that can be trusted: it may or may not have happened. */
        record Unknown() implements Outcome {}
    }

    /** What a provider knows of a key. */
    sealed interface Sighting {
        /** It never heard of it. */
        record NotSeen() implements Sighting {}

        /**
         * Money is reserved.
         *
         * @param reference the provider's own reference
         * @param amount how much
         */
        record Reserved(String reference, Money amount) implements Sighting {}

        /**
         * Money was captured or, for a refund's key, given back.
         *
         * @param reference the provider's own reference
         * @param amount how much
         */
        record Moved(String reference, Money amount) implements Sighting {}

        /**
         * Refused, definitely.
         *
         * @param reason why
         */
        record Refused(DeclineReason reason) implements Sighting {}

        /** Reserved money was released again. */
        record Released() implements Sighting {}

        /** No answer. */
        record Unclear() implements Sighting {}
    }
}
