package dev.stead.payment.application;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Hears what a provider tells unasked. A notice moves no money and ends nothing, for anybody may be wrong about it, late or twice: it only
 * makes a settlement that waits for its next try due at once, and the look-up then says what is true. Thread-safe.
 */
public final class ProviderEvents {
    // Longer than any provider delivers an event again.
    private static final Duration MEMORY = Duration.ofDays(30);

    private final SettlementUpdates changes;

    ProviderEvents(SettlementUpdates changes) {
        this.changes = changes;
    }

    /**
     * What a provider tells.
     *
     * @param provider its name
     * @param eventId its id of the event, at most 128 characters
     * @param keys the keys that the event is about
     */
    public record Notice(String provider, String eventId, List<String> keys) {
        private static final int LONGEST_ID = 128;

        /** Refuses an event without an id, or with an endless one. */
        public Notice {
            keys = List.copyOf(keys);
            if (eventId.isEmpty() || eventId.length() > LONGEST_ID) {
                throw new IllegalArgumentException("an event's id has 1 to " + LONGEST_ID + " characters");
            }
        }
    }

    /** What became of a notice. */
    public enum Heard {
        /** A settlement is looked up now. */
        HURRIED,
        /** Nothing of it waits. */
        NOTHING_WAITS,
        /** It was heard before. */
        REPEATED
    }

    /** Hears a notice, once. */
    public Heard hear(Notice notice) {
        Instant now = changes.now();
        return changes.store().write(books -> {
            if (!books.notices().note(notice.provider, notice.eventId, now, now.minus(MEMORY))) {
                return Heard.REPEATED;
            }
            long hurried = notice.keys.stream()
                    .map(key -> ProviderKeys.settlementOf(books, key))
                    .flatMap(Optional::stream)
                    .distinct()
                    .filter(id -> books.settlements().hurry(id, now))
                    .count();
            return hurried > 0 ? Heard.HURRIED : Heard.NOTHING_WAITS;
        });
    }
}
