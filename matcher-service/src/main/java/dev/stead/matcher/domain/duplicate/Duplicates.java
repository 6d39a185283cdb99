package dev.stead.matcher.domain.duplicate;

import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.SubjectId;
import java.util.Collection;
import java.util.List;

/** Port: the duplicates that were found, until one of the two is erased or they are look-alikes on record. Thread-safe. */
public interface Duplicates {
    /** Those that were found first, first. */
    List<Duplicate.Kept> oldest(GalleryId gallery, int limit);

    /** Those of any of these subjects. */
    List<Duplicate.Kept> of(GalleryId gallery, Collection<SubjectId> subjects);

    /** How many there are in all. */
    int count(GalleryId gallery);
}
