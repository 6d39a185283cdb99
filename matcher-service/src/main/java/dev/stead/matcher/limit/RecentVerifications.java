package dev.stead.matcher.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.Verifications;
import java.time.Duration;

/** Verifications in memory, for as long as an approval on a phone counts. When full it forgets the oldest: they verify again. */
public final class RecentVerifications implements Verifications {
    public static final Duration MEMORY = Duration.ofMinutes(5);

    private static final long MAX_REMEMBERED = 100_000;

    private final Cache<Key, Boolean> recent;

    private record Key(GalleryId gallery, SubjectId subject) {}

    public RecentVerifications(Ticker ticker) {
        this.recent = Caffeine.newBuilder()
                .expireAfterWrite(MEMORY)
                .maximumSize(MAX_REMEMBERED)
                .ticker(ticker)
                .build();
    }

    @Override
    public void remember(GalleryId gallery, SubjectId subject) {
        recent.put(new Key(gallery, subject), true);
    }

    @Override
    public boolean isRecent(GalleryId gallery, SubjectId subject) {
        return recent.getIfPresent(new Key(gallery, subject)) != null;
    }

    @Override
    public void forget(GalleryId gallery, SubjectId subject) {
        recent.invalidate(new Key(gallery, subject));
    }
}
