package dev.stead.matcher.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.stead.matcher.domain.CaptureNonce;
import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.capture.Challenges;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/** Challenges in memory: at most {@value #MOST} of a source. A further one ends its oldest, never another source's. */
public final class OpenChallenges implements Challenges {
    static final int MOST = 64;

    private final Cache<CaptureSource, Open> sources;
    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param random in production a {@link java.security.SecureRandom} */
    public OpenChallenges(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        this.sources = Caffeine.newBuilder()
                .expireAfterAccess(LIFETIME.plus(Duration.ofSeconds(1)))
                .ticker(ticker)
                .build();
    }

    @Override
    public CaptureNonce issue(CaptureSource source) {
        byte[] bytes = new byte[CaptureNonce.BYTES];
        random.nextBytes(bytes);
        CaptureNonce nonce = CaptureNonce.of(bytes);
        sources.get(source, _ -> new Open()).add(nonce, clock.instant().plus(LIFETIME));
        return nonce;
    }

    @Override
    public boolean isOpen(CaptureSource source, CaptureNonce nonce) {
        Open open = sources.getIfPresent(source);
        return open != null && open.contains(nonce, clock.instant());
    }

    /** Of one source, oldest first. */
    private static final class Open {
        private final Map<CaptureNonce, Instant> ends = new LinkedHashMap<>();

        synchronized void add(CaptureNonce nonce, Instant end) {
            ends.put(nonce, end);
            if (ends.size() > MOST) {
                ends.remove(ends.keySet().iterator().next());
            }
        }

        synchronized boolean contains(CaptureNonce nonce, Instant now) {
            Instant end = ends.get(nonce);
            return end != null && !now.isAfter(end);
        }
    }
}
