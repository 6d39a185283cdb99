package dev.stead.task.storage;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.TimeWindow;
import java.util.List;

/**
 * Windows, places and constraints by the text that holds them: a visit reads dozens of mandates, and most say the same. The text is the
 * version, so an entry is never stale. Thread-safe.
 */
final class MandateTexts {
    private static final int MOST = 10_000;

    final LoadingCache<String, TimeWindow> windows =
            Caffeine.newBuilder().maximumSize(MOST).recordStats().build(MandateText::readWindow);
    final LoadingCache<String, List<Place>> places =
            Caffeine.newBuilder().maximumSize(MOST).recordStats().build(MandateText::readPlaces);
    final LoadingCache<String, List<Constraint>> constraints =
            Caffeine.newBuilder().maximumSize(MOST).recordStats().build(ConstraintText::read);
}
