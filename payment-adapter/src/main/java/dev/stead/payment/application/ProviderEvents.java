package dev.stead.payment.application;

import dev.stead.payment.application.port.UnitOfWork;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Receives the events that a provider sends by itself. An event may be wrong, late or repeated, so it moves no money and ends nothing: it
 * only makes a settlement that waits for its next retry due at once, and the look-up then says what is true. Thread-safe.
 */
public final class ProviderEvents {
    // Longer than any provider goes on delivering an event.
    private static final Duration RETENTION = Duration.ofDays(30);

    private final UnitOfWork unitOfWork;
    private final InstantSource clock;

    ProviderEvents(UnitOfWork unitOfWork, InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.clock = clock;
    }

    /**
     * An event of a provider.
     *
     * @param provider the provider's name
     * @param eventId the provider's id of the event, 1 to 128 characters
     * @param keys the keys of the attempts and refunds that the event is about
     */
    public record ProviderEvent(String provider, String eventId, List<String> keys) {
        private static final int MAX_ID_LENGTH = 128;

        public ProviderEvent {
            keys = List.copyOf(keys);
            if (eventId.isEmpty() || eventId.length() > MAX_ID_LENGTH) {
                throw new IllegalArgumentException("an event id must have 1 to " + MAX_ID_LENGTH + " characters");
            }
        }
    }

    /** What an event led to. */
    public enum EventResult {
        /** A settlement is due now. */
        MADE_DUE,
        /** No settlement of these keys waits for a retry. */
        NOTHING_WAITING,
        /** The event was received before. */
        REPEATED
    }

    /** Receives an event; a repeated one has no effect. */
    public EventResult receive(ProviderEvent event) {
        Instant now = clock.instant();
        return unitOfWork.write(repositories -> {
            boolean isNew =
                    repositories.providerEvents().putIfAbsent(event.provider, event.eventId, now, now.minus(RETENTION));
            if (!isNew) {
                return EventResult.REPEATED;
            }
            long madeDue = event.keys.stream()
                    .map(repositories::settlementOfKey)
                    .flatMap(Optional::stream)
                    .distinct()
                    .filter(id -> repositories.settlements().makeDueNow(id, now))
                    .count();
            return madeDue > 0 ? EventResult.MADE_DUE : EventResult.NOTHING_WAITING;
        });
    }
}
