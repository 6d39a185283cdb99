package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.Gallery;
import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.SubjectId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The held templates of a gallery, in memory beside the index, where searches do not find them. What is asked about one subject is answered
 * as if they were in it. They are few, and compared one by one. One writer at a time, any number of readers.
 */
final class HeldTemplates {
    private final TemplateIndex index;
    private final GalleryConfig config;
    private final Map<SubjectId, List<TemplateRow>> rows = new ConcurrentHashMap<>();
    private final AtomicLong epoch = new AtomicLong();
    /** Counted as they change: each identification asks how many there are. */
    private final AtomicInteger templates = new AtomicInteger();

    private final AtomicInteger wholeEnrolments = new AtomicInteger();

    /** @param index of the templates that are not held */
    HeldTemplates(TemplateIndex index, GalleryConfig config) {
        this.index = index;
        this.config = config;
    }

    /** Keeps a copy, as an index does. */
    void put(TemplateRow row) {
        SubjectId subject = row.ref().owner().subject();
        var copy = new TemplateRow(row.ref(), row.embedding().copy());
        boolean whole = isWholeEnrolment(subject);
        rows.put(subject, Stream.concat(of(subject).stream(), Stream.of(copy)).toList());
        templates.incrementAndGet();
        if (!whole && row.ref().anchor()) {
            wholeEnrolments.incrementAndGet();
        }
        epoch.incrementAndGet();
    }

    /** Rises by one with each template erased, as an index's epoch does. */
    void erase(SubjectId subject) {
        epoch.addAndGet(of(subject).size());
        release(subject);
    }

    /** Removes what the index has now: its epoch rises there. */
    void release(SubjectId subject) {
        templates.addAndGet(-of(subject).size());
        if (isWholeEnrolment(subject)) {
            wholeEnrolments.decrementAndGet();
        }
        rows.remove(subject);
    }

    List<TemplateRow> of(SubjectId subject) {
        return rows.getOrDefault(subject, List.of());
    }

    boolean isWholeEnrolment(SubjectId subject) {
        return of(subject).stream().anyMatch(row -> row.ref().anchor());
    }

    boolean holds(String enrolment) {
        return rows.values().stream()
                .anyMatch(held -> held.getFirst().ref().owner().enrolment().equals(enrolment));
    }

    /** As {@link TemplateIndex#generationOf}, held or not. */
    Optional<UUID> generationOf(SubjectId subject) {
        return index.generationOf(subject)
                .or(() -> of(subject).stream()
                        .map(row -> row.ref().owner().generation())
                        .findFirst());
    }

    /** As {@link TemplateIndex#compare}, held or not. */
    OptionalDouble compare(SubjectId subject, Probe probe, OperatingPoint point) {
        OptionalDouble found = index.compare(subject, probe, point);
        OptionalDouble held = mostSimilar(subject, probe, row -> counts(row, probe, point));
        return held.isPresent() && held.getAsDouble() > found.orElse(Double.NEGATIVE_INFINITY) ? held : found;
    }

    /** As {@link TemplateIndex#compareToAnchors}, held or not. */
    OptionalDouble compareToAnchors(SubjectId subject, Probe probe) {
        OptionalDouble found = index.compareToAnchors(subject, probe);
        return found.isPresent()
                ? found
                : mostSimilar(subject, probe, row -> row.ref().anchor());
    }

    private OptionalDouble mostSimilar(SubjectId subject, Probe probe, Predicate<TemplateRow> counts) {
        return of(subject).stream()
                .filter(counts)
                .mapToDouble(row -> similarity(row, probe))
                .max();
    }

    /** As for a template of the index. */
    private boolean counts(TemplateRow row, Probe probe, OperatingPoint point) {
        return row.ref().anchor()
                || similarity(row, probe) < point.threshold()
                || compareToAnchors(row.ref().owner().subject(), probe).orElse(-1)
                        >= config.gate().enrolmentSimilarity();
    }

    /** The most similar first. */
    CandidateList search(Probe probe) {
        return CandidateList.of(
                rows.entrySet().stream()
                        .flatMap(held -> held.getValue().stream()
                                .map(row -> new Candidate(held.getKey(), similarity(row, probe)))),
                epoch.get());
    }

    private static float similarity(TemplateRow row, Probe probe) {
        return row.embedding().similarityTo(probe.embedding());
    }

    /** How many subjects something is held of. */
    int subjects() {
        return rows.size();
    }

    /** The sizes of the gallery, held or not. */
    Gallery.Stats stats() {
        return new Gallery.Stats(
                index.subjects() + wholeEnrolments.get(),
                index.templates() + templates.get(),
                index.epoch() + epoch.get());
    }
}
