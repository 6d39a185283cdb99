package dev.stead.matcher.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.stead.matcher.domain.repeat.CaptureHistory;
import dev.stead.matcher.domain.repeat.CaptureSketch;
import dev.stead.matcher.domain.repeat.PastCaptures;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Captures in memory. When full it forgets those of whoever was not there for long: they can be repeated once. */
public final class RecentCaptures implements PastCaptures {
    /** Of 72 bytes each. */
    public static final long MOST = 500_000;

    private final Cache<UUID, CaptureHistory> histories;

    /** @param most sketches */
    public RecentCaptures(long most, Ticker ticker) {
        this.histories = Caffeine.newBuilder()
                .expireAfterWrite(CaptureHistory.MEMORY)
                .maximumWeight(most)
                .weigher((UUID _, CaptureHistory history) -> history.size())
                .ticker(ticker)
                .build();
    }

    @Override
    public CaptureHistory of(UUID enrolment) {
        CaptureHistory history = histories.getIfPresent(enrolment);
        return history == null ? CaptureHistory.EMPTY : history;
    }

    @Override
    public void add(UUID enrolment, List<CaptureSketch> captures, Instant now) {
        histories
                .asMap()
                .compute(enrolment, (_, known) -> (known == null ? CaptureHistory.EMPTY : known).with(captures, now));
    }

    @Override
    public void forget(UUID enrolment) {
        histories.invalidate(enrolment);
    }
}
