package dev.stead.matcher.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.stead.matcher.domain.CaptureNonce;
import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.Nonces;
import java.time.Duration;

/** Decided presentations in memory, for as long as replaying their frames could be of use. When full it refuses; it never evicts early. */
public final class RecentNonces implements Nonces {
    private final Cache<Key, Boolean> used;
    private final long limit;

    private record Key(CaptureSource source, String nonce) {}

    public RecentNonces(Duration memory, long limit, Ticker ticker) {
        this.used =
                Caffeine.newBuilder().expireAfterWrite(memory).ticker(ticker).build();
        this.limit = limit;
    }

    @Override
    public boolean isUsed(CaptureSource source, CaptureNonce nonce) {
        return used.getIfPresent(key(source, nonce)) != null;
    }

    @Override
    public boolean use(CaptureSource source, CaptureNonce nonce) {
        if (used.estimatedSize() >= limit) {
            used.cleanUp();
            if (used.estimatedSize() >= limit) {
                throw new MatcherException(
                        MatcherError.OVERLOADED, "too many presentations were decided recently: retry later");
            }
        }
        return used.asMap().putIfAbsent(key(source, nonce), true) == null;
    }

    private static Key key(CaptureSource source, CaptureNonce nonce) {
        return new Key(source, nonce.text());
    }
}
