package dev.stead.matcher.domain;

import java.util.Optional;
import java.util.Set;

/**
 * Port: with whom a probe is compared before everybody. A ring gives no authority: what somebody may do is judged elsewhere, after they are
 * identified. Never blocks. Thread-safe.
 */
public interface Rings {
    /** Every probe is compared with everybody. */
    Rings NONE = (_, _) -> new Around(Scope.ALL, Optional.empty(), Optional.empty());

    /** The rings around a capture source, for a gallery. */
    Around around(GalleryId gallery, CaptureSource source);

    /** How far a comparison may go; the narrowest first. */
    enum Scope {
        /** With the terminal's ring only: whoever is not in it is compared with nobody else. */
        RING,
        /** With the terminal's ring, a wider one and everybody, each with a threshold of its own. */
        RING_THEN_ALL,
        /** With everybody at once. */
        ALL
    }

    /** Whose comparison identified somebody. */
    enum Kind {
        TERMINAL,
        /** That of the terminal's merchant or site. */
        WIDER,
        ALL
    }

    /**
     * What is known around a terminal.
     *
     * @param terminal its ring; empty if it is not known, or not current any more
     * @param wider that of its merchant or site; empty if there is none
     */
    record Around(Scope scope, Optional<Set<SubjectId>> terminal, Optional<Set<SubjectId>> wider) {}
}
