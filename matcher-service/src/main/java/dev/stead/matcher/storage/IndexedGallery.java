package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.Gallery;
import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.GalleryStats;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.RequestIdentity;
import dev.stead.matcher.domain.Sample;
import dev.stead.matcher.domain.Subject;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.index.AccuracyTarget;
import dev.stead.matcher.index.Audit;
import dev.stead.matcher.index.Neighbours;
import dev.stead.matcher.index.Ordinals;
import dev.stead.matcher.index.Snapshot;
import dev.stead.matcher.index.SteadIndex;
import dev.stead.matcher.index.VectorIndex;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gallery whose truth is the template table and whose searches go to an index in memory. A change is committed first, then applied to
 * the index, then acknowledged: so what was acknowledged is durable, and seen by every later search. Owns the index.
 *
 * <p>Searches never wait. Changes are serialised here as well as by the domain's guard, for the directory has one writer.
 */
public final class IndexedGallery implements Gallery, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexedGallery.class);

    private final GalleryConfig rules;
    private final TemplateStore store;
    private final VectorIndex index;
    private final AccuracyTarget effort;
    private final InstantSource clock;
    private final Optional<GallerySnapshot> file;
    private final Optional<Audit> audit;
    private final OrdinalOwners directory = new OrdinalOwners();
    /** Held while a snapshot is written: one at a time. */
    private final ReentrantLock writing = new ReentrantLock();

    private volatile long writtenEpoch;
    private volatile int writtenArrangements;
    /** False if a committed change could not be applied: memory and table differ, and only a restart mends that. */
    private volatile boolean whole = true;

    private IndexedGallery(
            GalleryConfig rules,
            TemplateStore store,
            VectorIndex index,
            AccuracyTarget effort,
            InstantSource clock,
            Optional<Path> snapshots) {
        this.file = snapshots.map(folder -> new GallerySnapshot(rules, store, folder));
        this.rules = rules;
        this.store = store;
        this.index = index;
        this.audit = index instanceof SteadIndex stead ? Optional.of(new Audit(stead)) : Optional.empty();
        this.effort = effort;
        this.clock = clock;
    }

    /**
     * Fills the index from the table.
     *
     * @param agreement the share of searches that must decide as exact search would
     */
    public static IndexedGallery load(
            GalleryConfig rules, TemplateStore store, VectorIndex index, double agreement, InstantSource clock) {
        return load(rules, store, index, agreement, clock, Optional.empty());
    }

    /**
     * Fills the index from its snapshot, if there is a sound one, and from the table what that lacks.
     *
     * @param snapshots the folder where snapshots are kept
     */
    public static IndexedGallery load(
            GalleryConfig rules,
            TemplateStore store,
            VectorIndex index,
            double agreement,
            InstantSource clock,
            Optional<Path> snapshots) {
        var gallery =
                new IndexedGallery(rules, store, index, effort(rules.operatingPoint(), agreement), clock, snapshots);
        synchronized (gallery) {
            if (!gallery.restore()) {
                // The ordinals are dealt anew: no key of a snapshot may outlive that.
                store.keepOnly(rules.id(), "");
                store.forEach(rules.id(), rules.model(), row -> gallery.put(row.name(), row.embedding()));
            }
        }
        return gallery;
    }

    private boolean restore() {
        GallerySnapshot saved = file.orElse(null);
        if (saved == null || !saved.exists() || !(index instanceof SteadIndex stead)) {
            return false;
        }
        try {
            GallerySnapshot.Restored restored = saved.restore(stead);
            for (int ordinal = 0; ordinal < restored.names().length; ordinal++) {
                TemplateRow.Name name = restored.names()[ordinal];
                if (name != null) {
                    directory.restore(ordinal, new OrdinalOwners.Entry(name, 0));
                }
            }
            directory.freeTheRest();
            List<UUID> missing = List.copyOf(restored.missing().keySet());
            LOG.info(
                    "gallery {}: {} templates from the snapshot, {} from the table",
                    rules.id(),
                    directory.templates(),
                    missing.size());
            store.forEach(rules.id(), rules.model(), missing, row -> put(row.name(), row.embedding()));
            return true;
        } catch (IOException e) {
            LOG.warn("gallery {}: the snapshot is refused, the index is built anew: {}", rules.id(), e.getMessage());
            return false;
        }
    }

    /** Waits until the index has arranged itself: after a bulk load, before a measurement. */
    void settle() {
        if (index instanceof SteadIndex stead) {
            stead.settle();
        }
    }

    /** Of the index, if it is of the kind that needs one. */
    Optional<Audit> audit() {
        return audit;
    }

    /** Whether a snapshot is worth writing: after a rearrangement, and after any change if the interval is over. */
    boolean isSnapshotDue(boolean intervalOver) {
        return index instanceof SteadIndex stead
                && (stead.arrangements() != writtenArrangements || (intervalOver && stead.epoch() != writtenEpoch));
    }

    /**
     * Writes a snapshot while searches and changes go on.
     *
     * @return false if nothing is kept in a file: the index is small, or has no folder
     */
    public boolean writeSnapshot() throws IOException {
        GallerySnapshot saved = file.orElse(null);
        if (saved == null || !(index instanceof SteadIndex stead)) {
            return false;
        }
        writing.lock();
        try {
            Optional<GallerySnapshot.Begun> begun;
            long epoch;
            int arrangements;
            synchronized (this) {
                epoch = stead.epoch();
                arrangements = stead.arrangements();
                begun = stead.snapshot().map(taken -> saved.begin(taken, directory.templatesByOrdinal()));
            }
            if (begun.isPresent()) {
                saved.write(begun.get());
                writtenEpoch = epoch;
                writtenArrangements = arrangements;
            }
            return begun.isPresent();
        } finally {
            writing.unlock();
        }
    }

    /** A decision needs the best candidate, if it reaches the threshold, and whoever is within the margin of it. */
    private static AccuracyTarget effort(OperatingPoint point, double agreement) {
        return new AccuracyTarget(agreement, point.margin(), point.threshold() - point.margin());
    }

    @Override
    public GalleryConfig rules() {
        return rules;
    }

    @Override
    public GalleryStats facts() {
        return new GalleryStats(directory.subjects(), directory.templates(), index.epoch());
    }

    @Override
    public CandidateList search(Probe probe, int limit) {
        return search(probe, Ordinals.all(), limit);
    }

    @Override
    public OptionalDouble compare(SubjectId subject, Probe probe) {
        return search(probe, directory.ordinalsOf(subject), Enrolment.MOST_TEMPLATES).candidates().stream()
                .filter(candidate -> candidate.subject().equals(subject))
                .mapToDouble(Candidate::similarity)
                .findFirst();
    }

    @Override
    public Optional<Subject> find(SubjectId subject) {
        return store.find(rules.id(), subject);
    }

    @Override
    public boolean holdsExactly(SubjectId subject, List<Sample> samples) {
        List<Embedding> held = store.templatesOf(rules.id(), subject);
        List<Embedding> asked = samples.stream().map(Sample::embedding).toList();
        return held.size() == asked.size() && new HashSet<>(held).equals(new HashSet<>(asked));
    }

    @Override
    public Optional<Subject> enrolledBy(RequestIdentity intention) {
        return store.enrolledBy(intention);
    }

    @Override
    public Optional<ErasureReceipt> erasedBy(RequestIdentity intention) {
        return store.erasedBy(intention);
    }

    @Override
    public synchronized Subject enrol(RequestIdentity intention, Enrolment enrolment) {
        NewEnrolment added = NewEnrolment.of(enrolment);
        Subject answer = store.enrol(rules.id(), intention, added);
        apply(() -> put(added));
        return answer;
    }

    @Override
    public synchronized void enrolAll(List<Enrolment> enrolments) {
        List<NewEnrolment> added = enrolments.stream().map(NewEnrolment::of).toList();
        store.enrolAll(rules.id(), added);
        apply(() -> added.forEach(this::put));
    }

    @Override
    public synchronized Subject add(RequestIdentity intention, SubjectId subject, Sample sample) {
        UUID template = UUID.randomUUID();
        var addition = new TemplateStore.Addition(subject, sample, template, Enrolment.MOST_TEMPLATES, clock.instant());
        EnrolmentQueries.Enrolled after = store.add(rules.id(), intention, addition);
        apply(() -> put(new TemplateRow.Name(after.enrolment(), subject, template), sample.embedding()));
        return after.subject();
    }

    @Override
    public synchronized ErasureReceipt erase(RequestIdentity intention, SubjectId subject) {
        int[] segments = IntStream.of(directory.placesOf(subject))
                .map(ordinal -> ordinal / Snapshot.SEGMENT_ROWS)
                .toArray();
        ErasureReceipt receipt = store.erase(rules.id(), intention, subject, clock.instant(), segments);
        apply(() -> {
            int[] ordinals = directory.remove(subject);
            IntStream.of(ordinals).forEach(index::erase);
            directory.release(ordinals);
        });
        return receipt;
    }

    /** Whether index and table agree. */
    public boolean isWhole() {
        return whole;
    }

    boolean holds(String enrolment) {
        return directory.holds(enrolment);
    }

    @Override
    public synchronized void close() {
        index.close();
    }

    private CandidateList search(Probe probe, Ordinals allowed, int limit) {
        requireWhole();
        var found = new Neighbours(limit);
        index.search(MemorySegment.ofArray(probe.embedding().values()), allowed, effort, found);
        Stream<Candidate> candidates = IntStream.range(0, found.count()).boxed().mapMulti((rank, next) -> {
            @Nullable SubjectId owner = directory.ownerOf(found.ordinal(rank), found.epoch());
            if (owner != null) {
                next.accept(new Candidate(owner, found.similarity(rank)));
            }
        });
        return CandidateList.of(candidates, found.epoch());
    }

    private void put(NewEnrolment added) {
        for (int i = 0; i < added.templates().size(); i++) {
            var name = new TemplateRow.Name(
                    added.id(), added.enrolment().subject(), added.templates().get(i));
            put(name, added.enrolment().samples().get(i).embedding());
        }
    }

    /** The owner is known before the ordinal can be found; this is the index's only writer, so the next epoch is this put's. */
    private void put(TemplateRow.Name name, Embedding embedding) {
        int ordinal = directory.claim(new OrdinalOwners.Entry(name, index.epoch() + 1));
        index.put(ordinal, MemorySegment.ofArray(embedding.values()));
    }

    private void apply(Runnable change) {
        boolean applied = false;
        try {
            change.run();
            applied = true;
        } finally {
            whole &= applied;
        }
    }

    private void requireWhole() {
        if (!whole) {
            throw new IllegalStateException("gallery " + rules.id() + " differs from its table: restart the matcher");
        }
    }
}
