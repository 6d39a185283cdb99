package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.index.AccuracyTarget;
import dev.stead.matcher.index.Audit;
import dev.stead.matcher.index.Neighbours;
import dev.stead.matcher.index.Ordinals;
import dev.stead.matcher.index.Snapshot;
import dev.stead.matcher.index.Snapshottable;
import dev.stead.matcher.index.VectorIndex;
import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Templates in memory: a vector index, and whose template each of its ordinals is. Changed by one thread at a time, searched by any number
 * beside it. Owns the vector index.
 */
final class TemplateIndex implements AutoCloseable {
    private final VectorIndex vectors;
    private final AccuracyTarget target;
    private final OrdinalOwners owners = new OrdinalOwners();

    TemplateIndex(VectorIndex vectors, AccuracyTarget target) {
        this.vectors = vectors;
        this.target = target;
    }

    /** The subjects of the {@code limit} most similar templates. */
    CandidateList search(Probe probe, int limit) {
        return search(probe, Ordinals.all(), limit);
    }

    /** The similarity of the subject's most similar template; empty if they have none. */
    OptionalDouble compare(SubjectId subject, Probe probe) {
        return compare(subject, probe, owners.ordinalsOf(subject));
    }

    /** The similarity of the subject's most similar anchor; empty if they have none. */
    OptionalDouble compareToAnchors(SubjectId subject, Probe probe) {
        return compare(subject, probe, owners.anchorsOf(subject));
    }

    Optional<UUID> generationOf(SubjectId subject) {
        return Optional.ofNullable(owners.generationOf(subject));
    }

    private OptionalDouble compare(SubjectId subject, Probe probe, int[] ordinals) {
        return search(probe, Ordinals.of(ordinals), Enrolment.MAX_TEMPLATES).candidates().stream()
                .filter(candidate -> candidate.subject().equals(subject))
                .mapToDouble(Candidate::similarity)
                .findFirst();
    }

    private CandidateList search(Probe probe, Ordinals allowed, int limit) {
        var found = new Neighbours(limit);
        vectors.search(MemorySegment.ofArray(probe.embedding().values()), allowed, target, found);
        Stream<Candidate> candidates = IntStream.range(0, found.count()).boxed().mapMulti((rank, next) -> {
            @Nullable SubjectId owner = owners.ownerOf(found.ordinal(rank), found.epoch());
            if (owner != null) {
                next.accept(new Candidate(owner, found.similarity(rank)));
            }
        });
        return CandidateList.of(candidates, found.epoch());
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
