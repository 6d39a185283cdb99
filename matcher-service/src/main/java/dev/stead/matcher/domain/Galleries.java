package dev.stead.matcher.domain;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The galleries of this matcher, by id. */
public final class Galleries {
    private final Map<GalleryId, Gallery> byId;

    public Galleries(Collection<? extends Gallery> galleries) {
        byId = galleries.stream()
                .collect(
                        Collectors.toUnmodifiableMap(gallery -> gallery.config().id(), Function.identity()));
    }

    public Set<GalleryId> ids() {
        return byId.keySet();
    }

    public Gallery get(GalleryId id) {
        Gallery gallery = byId.get(id);
        if (gallery == null) {
            throw new MatcherException(MatcherError.GALLERY_UNKNOWN, "there is no gallery " + id);
        }
        return gallery;
    }
}
