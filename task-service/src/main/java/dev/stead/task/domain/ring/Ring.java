package dev.stead.task.domain.ring;

import dev.stead.task.domain.PersonId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The people who may act at one place.
 *
 * @param wider the ring to compare with next
 */
public record Ring(
        RingId id, Set<PersonId> subjects, @Nullable RingId wider) {
    /** A ring of more people is not published: comparing with everybody is as good. */
    public static final int MOST = 10_000;

    public Ring {
        subjects = Set.copyOf(subjects);
        if (subjects.size() > MOST) {
            throw new IllegalArgumentException("a ring has at most " + MOST + " subjects, not " + subjects.size());
        }
    }
}
