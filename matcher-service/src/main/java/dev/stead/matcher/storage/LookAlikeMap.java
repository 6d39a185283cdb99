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
        others.compute(one, (_, before) -> {
            Set<SubjectId> after = before == null ? new HashSet<>() : new HashSet<>(before);
            after.add(other);
            return Set.copyOf(after);
        });
    }

    void remove(SubjectId subject) {
        Set<SubjectId> alike = others.remove(subject);
        if (alike != null) {
            alike.forEach(other -> others.computeIfPresent(other, (_, before) -> {
                Set<SubjectId> after = new HashSet<>(before);
                after.remove(subject);
                return after.isEmpty() ? null : Set.copyOf(after);
            }));
        }
    }

    Set<SubjectId> of(SubjectId subject) {
        return others.getOrDefault(subject, Set.of());
    }
}
