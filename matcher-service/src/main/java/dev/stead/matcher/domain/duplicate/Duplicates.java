package dev.stead.matcher.domain.duplicate;

import dev.stead.matcher.domain.GalleryId;
import java.util.List;

/** Port: the duplicates that were found, until one of the two is erased or they are look-alikes on record. Thread-safe. */
public interface Duplicates {
    /** Those that were found first, first. */
    List<Duplicate.Kept> oldest(GalleryId gallery, int limit);

    /** How many there are in all. */
    int count(GalleryId gallery);
}
