package dev.stead.matcher.domain;

/**
 * Port: who of those with look-alikes was verified a moment ago. Their token said who they are, and their face did not contradict it: the
 * second factor that decides between look-alikes. Forgets after minutes; thread-safe.
 */
public interface Verifications {
    void remember(GalleryId gallery, SubjectId subject);

    boolean isRecent(GalleryId gallery, SubjectId subject);

    /** One verification decides one presentation. */
    void forget(GalleryId gallery, SubjectId subject);
}
