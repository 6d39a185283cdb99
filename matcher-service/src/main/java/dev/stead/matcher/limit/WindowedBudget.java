package dev.stead.matcher.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.DecisionBudget;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.SubjectId;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts decisions in fixed windows, each of which begins with its first decision. Counts at most {@value #MAX_WATCHED} sources, and as
 * many subjects, at once. Thread-safe.
 */
public final class WindowedBudget implements DecisionBudget {
    private static final long MAX_WATCHED = 1_000_000;

    private final Cache<CaptureSource, AtomicInteger> sources;
    private final Cache<SubjectId, AtomicInteger> subjects;
    private final Allowance allowance;

    /** How many decisions one window allows. */
    public record Allowance(int perSource, int perSubject, Duration window) {}

    public WindowedBudget(Allowance allowance, Ticker ticker) {
        this.allowance = allowance;
        this.sources = counters(ticker);
        this.subjects = counters(ticker);
    }

    @Override
    public void spend(CaptureSource source) {
        take(sources, source, allowance.perSource());
    }

    @Override
    public void spend(SubjectId subject) {
        take(subjects, subject, allowance.perSubject());
    }

    private static <K> void take(Cache<K, AtomicInteger> counters, K key, int most) {
        if (counters.get(key, _ -> new AtomicInteger()).incrementAndGet() > most) {
            throw new MatcherException(
                    MatcherError.DECISION_BUDGET_SPENT, "too many decisions in one window: wait before retrying");
        }
    }

    private <K> Cache<K, AtomicInteger> counters(Ticker ticker) {
        return Caffeine.newBuilder()
                .expireAfterWrite(allowance.window())
                .maximumSize(MAX_WATCHED)
                .ticker(ticker)
                .build();
    }
}
