package dev.stead.matcher.ring;

import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.Rings;
import dev.stead.matcher.domain.SubjectId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The rings as the task service published them last. They are used until it has been silent for too long: who had a task a minute ago is
 * compared first, whatever became of it, and what may be done is judged by the task service itself. One thread changes them, any number
 * read.
 */
public final class PublishedRings implements Rings {
    /** Twice as long as the task service is silent by its contract. */
    public static final Duration LEAST_AGE = Duration.ofSeconds(10);

    /** A ring as it is published. The wider one's id is empty if there is none. */
    record Published(String id, Set<SubjectId> subjects, String wider) {
        Published {
            subjects = Set.copyOf(subjects);
        }
    }

    private final SearchScopes scopes;
    private final Duration maxAge;
    private final InstantSource clock;
    private final Map<String, Published> byId = new ConcurrentHashMap<>();
    /** What is kept aside until everything was sent again. Used by the changing thread only. */
    private final Map<String, Published> again = new HashMap<>();

    private boolean sentAgain;
    private volatile Instant confirmed = Instant.MIN;

    /** @param maxAge how long they are used without a word from the task service */
    public PublishedRings(SearchScopes scopes, Duration maxAge, InstantSource clock) {
        this.scopes = scopes;
        this.maxAge = maxAge;
        this.clock = clock;
    }

    @Override
    public Around around(GalleryId gallery, CaptureSource source) {
        Scope scope = scopes.of(gallery, source);
        Published own = scope == Scope.ALL || !isCurrent() ? null : byId.get("terminal/" + source.id());
        if (own == null) {
            return new Around(scope, Optional.empty(), Optional.empty());
        }
        return new Around(
                scope,
                Optional.of(own.subjects()),
                Optional.ofNullable(byId.get(own.wider())).map(Published::subjects));
    }

    private boolean isCurrent() {
        Instant since = confirmed;
        return !since.equals(Instant.MIN) && !clock.instant().isAfter(since.plus(maxAge));
    }

    /** Everything will be sent again. Until it was, what is there stays. */
    void restart() {
        again.clear();
        sentAgain = true;
    }

    /**
     * Each replaces the one with its id.
     *
     * @param complete whether nothing is missing now of what was there when this was sent
     */
    void put(Collection<Published> rings, boolean complete) {
        Map<String, Published> into = sentAgain ? again : byId;
        rings.forEach(ring -> into.put(ring.id(), ring));
        if (complete) {
            if (sentAgain) {
                byId.putAll(again);
                byId.keySet().retainAll(again.keySet());
                again.clear();
                sentAgain = false;
            }
            confirmed = clock.instant();
        }
    }

    /** How many rings have somebody in them. */
    int inUse() {
        return isCurrent()
                ? (int) byId.values().stream()
                        .filter(ring -> !ring.subjects().isEmpty())
                        .count()
                : 0;
    }

    /** Seconds since the task service confirmed them; NaN if it never has. */
    double ageSeconds() {
        Instant since = confirmed;
        return since.equals(Instant.MIN)
                ? Double.NaN
                : Duration.between(since, clock.instant()).toMillis() / 1e3;
    }
}
