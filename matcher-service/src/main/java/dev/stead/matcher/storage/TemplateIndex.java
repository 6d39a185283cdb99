package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.calibration.GalleryPoint;
import dev.stead.matcher.domain.calibration.ImpostorSource;
import dev.stead.matcher.index.AccuracyTarget;
import dev.stead.matcher.index.Audit;
import dev.stead.matcher.index.Neighbours;
import dev.stead.matcher.index.Ordinals;
import dev.stead.matcher.index.Snapshot;
import dev.stead.matcher.index.Snapshottable;
import dev.stead.matcher.index.VectorIndex;
import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Templates in memory: a vector index, and whose template each of its ordinals is. Changed by one thread at a time, searched by any number
 * beside it. Owns the vector index.
 *
 * <p>Whoever is found by a template that was added later must look like an anchor too. Such a template may look a little like its subject
 * and very much like somebody else: it can be computed of the faces of both.
 */
final class TemplateIndex implements AutoCloseable {
    private final VectorIndex vectors;
    private final GalleryConfig config;
    private final double agreement;
    private final GalleryPoint point;
    private final OrdinalOwners owners = new OrdinalOwners();

    TemplateIndex(VectorIndex vectors, GalleryConfig config, double agreement) {
        this.vectors = vectors;
        this.config = config;
        this.agreement = agreement;
        this.point = new GalleryPoint(config.operatingPoint());
    }

    OperatingPoint operatingPoint() {
        return point.at(owners.subjects());
    }

    OperatingPoint operatingPoint(long subjects) {
        return point.ofRing(subjects);
    }

    /** What {@link #operatingPoint} follows. */
    GalleryPoint point() {
        return point;
    }

    /**
     * A decision needs the best candidate, if it reaches the threshold, and whoever is within the margin of it. The floor is rounded down
     * to a hundredth: so a slightly different threshold is the same target, for which searches have their tables.
     */
    private AccuracyTarget target(OperatingPoint deciding) {
        float floor = (float) Math.floor(100 * (deciding.threshold() - deciding.margin())) / 100;
        return new AccuracyTarget(agreement, deciding.margin(), Math.max(-1, floor));
    }

    /** The subjects of the {@code limit} most similar templates, of these subjects' or of all. */
    CandidateList search(Probe probe, OperatingPoint deciding, Optional<Set<SubjectId>> among, int limit) {
        Ordinals allowed = among.map(owners::ordinalsOf).map(Ordinals::of).orElse(Ordinals.all());
        return search(probe, deciding, allowed, limit);
    }

    /** The similarity of the subject's most similar template; empty if they have none. */
    OptionalDouble compare(SubjectId subject, Probe probe, OperatingPoint deciding) {
        return compare(subject, probe, deciding, owners.ordinalsOf(subject));
    }

    /** The similarity of the subject's most similar anchor; empty if they have none. */
    OptionalDouble compareToAnchors(SubjectId subject, Probe probe) {
        return compare(subject, probe, operatingPoint(), owners.anchorsOf(subject));
    }

    Optional<UUID> generationOf(SubjectId subject) {
        return Optional.ofNullable(owners.generationOf(subject));
    }

    private OptionalDouble compare(SubjectId subject, Probe probe, OperatingPoint deciding, int[] ordinals) {
        return search(probe, deciding, Ordinals.of(ordinals), Enrolment.MAX_TEMPLATES).candidates().stream()
                .filter(candidate -> candidate.subject().equals(subject))
                .mapToDouble(Candidate::similarity)
                .findFirst();
    }

    private CandidateList search(Probe probe, OperatingPoint deciding, Ordinals allowed, int limit) {
        var found = new Neighbours(limit);
        vectors.search(MemorySegment.ofArray(probe.embedding().values()), allowed, target(deciding), found);
        Stream<Candidate> candidates = IntStream.range(0, found.count()).boxed().mapMulti((rank, next) -> {
            OrdinalOwners.@Nullable Entry entry = owners.entryOf(found.ordinal(rank), found.epoch());
            if (entry != null && counts(entry, found.similarity(rank), probe, deciding)) {
                next.accept(new Candidate(entry.subject(), found.similarity(rank)));
            }
        });
        return CandidateList.of(candidates, found.epoch());
    }

    /** Subjects at random, each once, in random order. */
    List<SubjectId> sample(int most, RandomGenerator random) {
        List<SubjectId> all = owners.allSubjects();
        Collections.shuffle(all, Random.from(random));
        return List.copyOf(all.subList(0, Math.min(most, all.size())));
    }

    List<UUID> templatesOf(List<SubjectId> subjects) {
        return subjects.stream()
                .flatMapToInt(subject -> IntStream.of(owners.ordinalsOf(subject)))
                .mapToObj(ordinal -> owners.entryOf(ordinal, Long.MAX_VALUE))
                .filter(Objects::nonNull)
                .map(OrdinalOwners.Entry::template)
                .toList();
    }

    /**
     * As {@link ImpostorSource#mostSimilar}. Exhaustive: the templates that the probe is made of are the most similar by far, and nothing
     * else would look further.
     */
    CandidateList mostSimilar(Probe probe) {
        var found = new Neighbours(2 * Enrolment.MAX_TEMPLATES + 1);
        vectors.search(
                MemorySegment.ofArray(probe.embedding().values()), Ordinals.all(), AccuracyTarget.EXHAUSTIVE, found);
        Stream.Builder<Candidate> candidates = Stream.builder();
        for (int rank = 0; rank < found.count(); rank++) {
            OrdinalOwners.@Nullable Entry entry = owners.entryOf(found.ordinal(rank), found.epoch());
            if (entry != null) {
                candidates.accept(new Candidate(entry.subject(), found.similarity(rank)));
            }
        }
        return CandidateList.of(candidates.build(), found.epoch());
    }

    /** Below the threshold nobody is found, so there is nothing to check. */
    private boolean counts(OrdinalOwners.Entry entry, float similarity, Probe probe, OperatingPoint deciding) {
        return entry.anchor()
                || similarity < deciding.threshold()
                || compareToAnchors(entry.subject(), probe).orElse(-1)
                        >= config.gate().enrolmentSimilarity();
    }

    /** The owner is entered before the ordinal can be found. Nobody else changes the index, so the next epoch is this put's. */
    void put(TemplateRow.Ref ref, Embedding embedding) {
        int ordinal = owners.assign(new OrdinalOwners.Entry(ref, vectors.epoch() + 1));
        vectors.put(ordinal, MemorySegment.ofArray(embedding.values()));
    }

    /** Erases a subject's templates; their ordinals are free again only when all are erased. */
    void erase(SubjectId subject) {
        int[] ordinals = owners.remove(subject);
        IntStream.of(ordinals).forEach(vectors::erase);
        owners.release(ordinals);
    }

    /**
     * Enters the owners of what the vector index was restored with.
     *
     * @param byOrdinal null where there is no template
     */
    void restoreOwners(TemplateRow.@Nullable Ref[] byOrdinal) {
        for (int ordinal = 0; ordinal < byOrdinal.length; ordinal++) {
            TemplateRow.Ref ref = byOrdinal[ordinal];
            if (ref != null) {
                owners.restore(ordinal, new OrdinalOwners.Entry(ref, 0));
            }
        }
        owners.freeGaps();
    }

    /** The segments of a snapshot that hold a subject's templates. */
    int[] segmentsOf(SubjectId subject) {
        return IntStream.of(owners.ordinalsOf(subject))
                .map(ordinal -> ordinal / Snapshot.SEGMENT_ROWS)
                .toArray();
    }

    /** The ids of all templates by ordinal, as two longs each; zeros where there is none. */
    long[] templatesByOrdinal() {
        return owners.templatesByOrdinal();
    }

    boolean holds(String enrolment) {
        return owners.holds(enrolment);
    }

    int subjects() {
        return owners.subjects();
    }

    int templates() {
        return owners.templates();
    }

    long epoch() {
        return vectors.epoch();
    }

    Optional<Snapshottable> snapshottable() {
        return vectors.snapshottable();
    }

    Optional<Audit> audit() {
        return vectors.audit();
    }

    void settle() {
        vectors.settle();
    }

    @Override
    public void close() {
        vectors.close();
    }
}
