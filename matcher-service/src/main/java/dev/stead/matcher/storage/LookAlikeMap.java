package dev.stead.matcher.storage;

import dev.stead.matcher.domain.SubjectId;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Who looks like whom, in memory: the pairs of the table, in both directions. One writer at a time, any number of readers. */
final class LookAlikeMap {
    private final Map<SubjectId, Set<SubjectId>> others = new ConcurrentHashMap<>();

    void put(SubjectId one, SubjectId other) {
        add(one, other);
        add(other, one);
    }

    private void add(SubjectId one, SubjectId other) {
        Set<SubjectId> after = new HashSet<>(of(one));
        after.add(other);
        others.put(one, Set.copyOf(after));
    }

    void remove(SubjectId subject) {
        for (SubjectId other : of(subject)) {
            Set<SubjectId> after = new HashSet<>(of(other));
            after.remove(subject);
            others.put(other, Set.copyOf(after));
        }
        others.remove(subject);
    }

    Set<SubjectId> of(SubjectId subject) {
        return others.getOrDefault(subject, Set.of());
    }
}
