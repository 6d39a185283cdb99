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
import dev.stead.matcher.index.SearchOracle;
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
    private final SearchEffort effort;
    private final GalleryPoint point;
    private final LiveSearches live = new LiveSearches();
    private final OrdinalOwners owners = new OrdinalOwners();

    TemplateIndex(VectorIndex vectors, GalleryConfig config, double agreement) {
        this.vectors = vectors;
        this.config = config;
        this.effort = new SearchEffort(agreement);
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

    /** What {@link #search} asks of the index. */
    SearchEffort effort() {
        return effort;
    }

    /** What {@link #search} found among everybody, as far as it is audited. */
    LiveSearches liveSearches() {
        return live;
    }

    /** Changes when the index has calibrated itself anew. */
    int calibrations() {
        return vectors.snapshottable().map(Snapshottable::arrangements).orElse(0);
    }

    /**
     * A decision needs the best candidate, if it reaches the threshold, and whoever is within the margin of it. The floor is rounded down
     * to a hundredth: so a slightly different threshold is the same target, for which searches have their tables.
     */
    private AccuracyTarget target(OperatingPoint deciding) {
        float floor = (float) Math.floor(100 * (deciding.threshold() - deciding.margin())) / 100;
        return new AccuracyTarget(effort.agreement(), deciding.margin(), Math.max(-1, floor));
    }

    /** The subjects of the {@code limit} most similar templates, of these subjects' or of all. */
    CandidateList search(Probe probe, OperatingPoint deciding, Optional<Set<SubjectId>> among, int limit) {
        if (among.isPresent()) {
            Ordinals allowed = Ordinals.of(owners.ordinalsOf(among.get()));
            return search(probe, deciding, allowed, target(deciding), limit);
        }
        AccuracyTarget target = target(deciding);
        CandidateList found = search(probe, deciding, Ordinals.all(), target, limit);
        live.searched(probe, deciding, limit, target.agreement(), found);
        return found;
    }

    /**
     * What a search should have found: by comparing every template that was there then. Empty if somebody of whom it found is gone.
     *
     * @param pause called between two pieces of the work, each of some hundred microseconds; may throw
     */
    Optional<CandidateList> searchExactly(LiveSearch then, Runnable pause) {
        var oracle = new SearchOracle(vectors, segment(then.probe()), then.limit());
        long epoch = then.found().epoch();
        int bound = owners.bound();
        for (int from = 0; from < bound; from += SearchOracle.PIECE) {
            int[] piece = owners.ordinals(from, Math.min(bound, from + SearchOracle.PIECE), epoch);
            if (piece.length > 0) {
                oracle.compare(piece);
                pause.run();
            }
        }
        boolean complete = then.found().candidates().stream().allMatch(one -> owners.holds(one.subject(), epoch));
        return complete ? Optional.of(candidates(oracle.found(), epoch, then.probe(), then.point())) : Optional.empty();
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
        return search(probe, deciding, Ordinals.of(ordinals), target(deciding), Enrolment.MAX_TEMPLATES)
                .candidates()
                .stream()
                .filter(candidate -> candidate.subject().equals(subject))
                .mapToDouble(Candidate::similarity)
                .findFirst();
    }

    private CandidateList search(
            Probe probe, OperatingPoint deciding, Ordinals allowed, AccuracyTarget target, int limit) {
        var found = new Neighbours(limit);
        vectors.search(segment(probe), allowed, target, found);
        return candidates(found, found.epoch(), probe, deciding);
    }

    /** Whose they were in searches that saw this epoch. */
    private CandidateList candidates(Neighbours found, long epoch, Probe probe, OperatingPoint deciding) {
        Stream<Candidate> candidates = IntStream.range(0, found.count()).boxed().mapMulti((rank, next) -> {
            OrdinalOwners.@Nullable Entry entry = owners.entryOf(found.ordinal(rank), epoch);
            if (entry != null && counts(entry, found.similarity(rank), probe, deciding)) {
                next.accept(new Candidate(entry.subject(), found.similarity(rank)));
            }
        });
        return CandidateList.of(candidates, epoch);
    }

    private static MemorySegment segment(Probe probe) {
        return MemorySegment.ofArray(probe.embedding().values());
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
        vectors.search(segment(probe), Ordinals.all(), AccuracyTarget.EXHAUSTIVE, found);
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
