package dev.stead.matcher.storage;

import dev.stead.matcher.domain.SubjectId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Which ordinal of the index is whose. Ordinals are reused after an erasure: so each entry has the epoch from which it holds, and a search
 * that began before does not take the new owner for the old one. One writer at a time, any number of readers.
 */
final class OrdinalOwners {
    /** Whose template an ordinal is, in searches that saw this epoch. */
    record Entry(TemplateRow.Owner owner, UUID template, boolean anchor, long since) {
        Entry(TemplateRow.Ref ref, long since) {
            this(ref.owner(), ref.template(), ref.anchor(), since);
        }

        SubjectId subject() {
            return owner.subject();
        }
    }

    private static final int[] NOBODYS = {};

    private final Map<SubjectId, int[]> ordinalsOf = new ConcurrentHashMap<>();
    /** Written through the volatile field again after each change, so that readers see its elements. */
    private volatile @Nullable Entry[] entries = new Entry[1_024];

    private int[] free = {};
    private int next;
    private final AtomicInteger templates = new AtomicInteger();

    int assign(Entry entry) {
        int ordinal;
        if (free.length > 0) {
            ordinal = free[free.length - 1];
            free = Arrays.copyOf(free, free.length - 1);
        } else {
            ordinal = next++;
        }
        set(ordinal, entry);
        return ordinal;
    }

    /** Enters the owner of a restored ordinal. After the last one, call {@link #freeGaps}. */
    void restore(int ordinal, Entry entry) {
        next = Math.max(next, ordinal + 1);
        set(ordinal, entry);
    }

    /** Frees the ordinals below the greatest restored one that have no owner. */
    void freeGaps() {
        @Nullable Entry[] known = entries;
        free = IntStream.range(0, next)
                .filter(ordinal -> known[ordinal] == null)
                .toArray();
    }

    /** The ids of all templates by ordinal, as two longs each; zeros where there is none. */
    long[] templatesByOrdinal() {
        long[] ids = new long[2 * next];
        @Nullable Entry[] known = entries;
        for (int ordinal = 0; ordinal < next; ordinal++) {
            Entry entry = known[ordinal];
            if (entry != null) {
                ids[2 * ordinal] = entry.template().getMostSignificantBits();
                ids[2 * ordinal + 1] = entry.template().getLeastSignificantBits();
            }
        }
        return ids;
    }

    /** A new list. */
    List<SubjectId> allSubjects() {
        return new ArrayList<>(ordinalsOf.keySet());
    }

    /** The ordinals of a subject's templates. */
    int[] ordinalsOf(SubjectId subject) {
        return ordinalsOf.getOrDefault(subject, NOBODYS).clone();
    }

    /** The ordinals of these subjects' templates. */
    int[] ordinalsOf(Set<SubjectId> subjects) {
        int[] all = new int[subjects.size()];
        int count = 0;
        for (SubjectId subject : subjects) {
            int[] own = ordinalsOf.getOrDefault(subject, NOBODYS);
            if (count + own.length > all.length) {
                all = Arrays.copyOf(all, 2 * all.length + own.length);
            }
            System.arraycopy(own, 0, all, count, own.length);
            count += own.length;
        }
        return Arrays.copyOf(all, count);
    }

    /** The ordinals of a subject's anchors. */
    int[] anchorsOf(SubjectId subject) {
        @Nullable Entry[] known = entries;
        return IntStream.of(ordinalsOf(subject))
                .filter(ordinal -> {
                    Entry entry = known[ordinal];
                    return entry != null && entry.anchor();
                })
                .toArray();
    }

    private void set(int ordinal, Entry entry) {
        @Nullable Entry[] known = entries;
        if (ordinal >= known.length) {
            known = Arrays.copyOf(known, Math.max(ordinal + 1, 2 * known.length));
        }
        known[ordinal] = entry;
        entries = known;
        int[] before = ordinalsOf.getOrDefault(entry.subject(), NOBODYS);
        int[] after = Arrays.copyOf(before, before.length + 1);
        after[before.length] = ordinal;
        ordinalsOf.put(entry.subject(), after);
        templates.incrementAndGet();
    }

    /** Removes a subject. The ordinals that were theirs are returned, and may be assigned again after {@link #release}. */
    int[] remove(SubjectId subject) {
        int[] ordinals = ordinalsOf.remove(subject);
        if (ordinals == null) {
            return new int[0];
        }
        @Nullable Entry[] known = entries;
        for (int ordinal : ordinals) {
            known[ordinal] = null;
        }
        entries = known;
        templates.addAndGet(-ordinals.length);
        return ordinals;
    }

    void release(int[] ordinals) {
        int before = free.length;
        free = Arrays.copyOf(free, before + ordinals.length);
        System.arraycopy(ordinals, 0, free, before, ordinals.length);
    }

    /** Whose the ordinal was in a search that saw this epoch; null if its owner was removed, or added since. */
    @Nullable
    Entry entryOf(int ordinal, long epoch) {
        @Nullable Entry[] known = entries;
        Entry entry = ordinal < known.length ? known[ordinal] : null;
        return entry == null || entry.since() > epoch ? null : entry;
    }

    /** One more than the greatest ordinal that has an owner, or a little more than that. */
    int bound() {
        return entries.length;
    }

    /** The ordinals of this range that a search which saw this epoch may have found. */
    int[] ordinals(int from, int to, long epoch) {
        return IntStream.range(from, to)
                .filter(ordinal -> entryOf(ordinal, epoch) != null)
                .toArray();
    }

    /** Whether the subject has a template that a search which saw this epoch may have found. */
    boolean holds(SubjectId subject, long epoch) {
        return IntStream.of(ordinalsOf(subject)).anyMatch(ordinal -> {
            Entry entry = entryOf(ordinal, epoch);
            return entry != null && entry.subject().equals(subject);
        });
    }

    /** The generation of a subject's enrolment; null if they are not enrolled. */
    @Nullable
    UUID generationOf(SubjectId subject) {
        int[] ordinals = ordinalsOf.get(subject);
        if (ordinals == null) {
            return null;
        }
        Entry entry = entries[ordinals[0]];
        // An ordinal may have got another owner since.
        return entry == null || !entry.subject().equals(subject)
                ? null
                : entry.owner().generation();
    }

    boolean holds(String enrolment) {
        return Arrays.stream(entries)
                .anyMatch(entry -> entry != null && entry.owner().enrolment().equals(enrolment));
    }

    int subjects() {
        return ordinalsOf.size();
    }

    int templates() {
        return templates.get();
    }
}
