package dev.stead.matcher.storage;

import dev.stead.matcher.domain.AddedSample;
import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.Gallery;
import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.LookAlike;
import dev.stead.matcher.domain.LookAlikes;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.Sample;
import dev.stead.matcher.domain.Subject;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.index.Audit;
import dev.stead.matcher.index.VectorIndex;
import dev.stead.mesh.request.RequestIdentity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gallery whose truth is the template table and whose searches use an index in memory. A change is committed to the table, then applied
 * to the index, then acknowledged: so what was acknowledged is durable, and seen by every later search. If a committed change cannot be
 * applied, the two differ, and every search is refused until a restart. Searches take no lock; changes run one at a time. Thread-safe. Owns
 * the index.
 */
public final class IndexedGallery implements Gallery, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IndexedGallery.class);

    private final GalleryConfig config;
    private final TemplateStore store;
    private final TemplateIndex index;
    private final LookAlikeMap lookAlikes = new LookAlikeMap();
    private final HeldTemplates held;
    private final StoredHeldEnrolments heldEnrolments;
    private final InstantSource clock;
    private final Optional<GallerySnapshot> snapshot;
    private final Optional<Audit> audit;
    /** Held by whoever changes the gallery, with all that they check for it. */
    private final ReentrantLock changes = new ReentrantLock();
    /** Held while a snapshot is written: one at a time. Taken before {@link #changes}. */
    private final ReentrantLock writing = new ReentrantLock();

    private volatile boolean consistent = true;

    private IndexedGallery(
            GalleryConfig config,
            TemplateStore store,
            TemplateIndex index,
            InstantSource clock,
            Optional<Path> snapshots) {
        this.config = config;
        this.store = store;
        this.index = index;
        this.clock = clock;
        this.held = new HeldTemplates(index, config);
        this.heldEnrolments = new StoredHeldEnrolments(this, store, held, clock);
        this.snapshot = index.snapshottable()
                .flatMap(vectors -> snapshots.map(folder -> new GallerySnapshot(config, store, folder, vectors)));
        this.audit = index.audit();
    }

    /** Without snapshots. */
    public static IndexedGallery load(
            GalleryConfig config, TemplateStore store, VectorIndex index, double agreement, InstantSource clock) {
        return load(config, store, index, agreement, clock, Optional.empty());
    }

    /**
     * Fills the index from its snapshot, if there is a sound one, and from the table what the snapshot lacks.
     *
     * @param agreement the share of searches that must decide as exact search would
     * @param snapshots the folder of the snapshots, if any are kept
     */
    public static IndexedGallery load(
            GalleryConfig config,
            TemplateStore store,
            VectorIndex index,
            double agreement,
            InstantSource clock,
            Optional<Path> snapshots) {
        var templates = new TemplateIndex(index, config, agreement);
        var gallery = new IndexedGallery(config, store, templates, clock, snapshots);
        gallery.fill();
        return gallery;
    }

    private void fill() {
        exclusively(() -> {
            store.forEachLookAlike(config.id(), lookAlikes::put);
            heldEnrolments.load();
            if (!restore()) {
                // Ordinals are assigned again: no key of a snapshot may outlive that.
                store.keepOnly(config.id(), "");
                store.forEach(config.id(), config.model(), row -> index.put(row.ref(), row.embedding()));
            }
        });
    }

    private boolean restore() {
        GallerySnapshot saved = snapshot.orElse(null);
        if (saved == null || !saved.exists()) {
            return false;
        }
        try {
            GallerySnapshot.Restored restored = saved.restore();
            index.restoreOwners(restored.refs());
            List<UUID> missing = List.copyOf(restored.missing().keySet());
            LOG.info(
                    "gallery {}: loaded {} templates from the snapshot, {} from the table",
                    config.id(),
                    index.templates(),
                    missing.size());
            store.forEach(config.id(), config.model(), missing, row -> index.put(row.ref(), row.embedding()));
            return true;
        } catch (IOException e) {
            LOG.warn(
                    "gallery {}: cannot use the snapshot, rebuilding the index from the table: {}",
                    config.id(),
                    e.getMessage());
            return false;
        }
    }

    @Override
    public GalleryConfig config() {
        return config;
    }

    @Override
    public Gallery.Stats stats() {
        return held.stats();
    }

    @Override
    public OperatingPoint operatingPoint() {
        return index.operatingPoint();
    }

    @Override
    public OperatingPoint operatingPoint(long subjects) {
        return index.operatingPoint(subjects);
    }

    @Override
    public CandidateList search(Probe probe, OperatingPoint point, Optional<Set<SubjectId>> among, int limit) {
        requireConsistent();
        return index.search(probe, point, among, limit);
    }

    @Override
    public OptionalDouble compare(SubjectId subject, Probe probe, OperatingPoint point) {
        requireConsistent();
        return held.compare(subject, probe, point);
    }

    @Override
    public OptionalDouble compareToAnchors(SubjectId subject, Probe probe) {
        requireConsistent();
        return held.compareToAnchors(subject, probe);
    }

    @Override
    public HeldEnrolments heldEnrolments() {
        return heldEnrolments;
    }

    @Override
    public Optional<UUID> generationOf(SubjectId subject) {
        return held.generationOf(subject);
    }

    @Override
    public Optional<Instant> lastAddedByPerson(SubjectId subject) {
        return store.lastAddedByPerson(config.id(), subject);
    }

    @Override
    public Optional<Subject> find(SubjectId subject) {
        return store.find(config.id(), subject);
    }

    @Override
    public Set<SubjectId> lookAlikesOf(SubjectId subject) {
        return lookAlikes.of(subject);
    }

    @Override
    public List<LookAlike.Recorded> recordedLookAlikes(SubjectId subject) {
        return store.lookAlikesOf(config.id(), subject);
    }

    @Override
    public boolean holdsExactly(SubjectId subject, List<Sample> samples) {
        List<Embedding> stored = store.templatesOf(config.id(), subject);
        List<Embedding> expected = samples.stream().map(Sample::embedding).toList();
        boolean same = held.of(subject).isEmpty()
                && stored.size() == expected.size()
                && new HashSet<>(stored).equals(new HashSet<>(expected));
        stored.forEach(Embedding::wipe);
        return same;
    }

    @Override
    public Optional<Subject> enrolledBy(RequestIdentity request) {
        return store.enrolledBy(request);
    }

    @Override
    public Optional<ErasureReceipt> erasedBy(RequestIdentity request) {
        return store.erasedBy(request);
    }

    @Override
    public <T> T exclusively(Supplier<T> action) {
        changes.lock();
        try {
            return action.get();
        } finally {
            changes.unlock();
        }
    }

    @Override
    public Subject enrol(RequestIdentity request, Enrolment enrolment, List<SubjectId> others) {
        NewEnrolment added = NewEnrolment.of(enrolment, others);
        return exclusively(() -> {
            Subject answer = store.enrol(config.id(), request, added);
            apply(() -> put(added));
            return answer;
        });
    }

    @Override
    public void enrolAll(List<Enrolment> enrolments, Map<SubjectId, List<SubjectId>> others) {
        List<NewEnrolment> added = NewEnrolment.all(enrolments, others);
        exclusively(() -> {
            store.enrolAll(config.id(), added);
            apply(() -> added.forEach(this::put));
        });
    }

    @Override
    public Subject add(RequestIdentity request, AddedSample addition, List<SubjectId> others) {
        UUID template = UUID.randomUUID();
        SubjectId subject = addition.subject();
        return exclusively(() -> {
            boolean holds = !others.isEmpty() || held.isWholeEnrolment(subject);
            var added = new TemplateStore.NewTemplate(addition, template, holds, others, clock.instant());
            EnrolmentQueries.Enrolled after = store.add(config.id(), request, added);
            var row = new TemplateRow(
                    new TemplateRow.Ref(after.owner(), template, false),
                    addition.sample().embedding());
            apply(() -> put(subject, List.of(row), holds, addition.lookAlikes()));
            return after.subject();
        });
    }

    @Override
    public ErasureReceipt erase(RequestIdentity request, Eraser.Erasure erasure) {
        SubjectId subject = erasure.subject();
        return exclusively(() -> {
            var what = new TemplateStore.Erased(erasure, clock.instant());
            ErasureReceipt receipt = store.erase(config.id(), request, what, index.segmentsOf(subject));
            apply(() -> {
                index.erase(subject);
                held.erase(subject);
                lookAlikes.remove(subject);
            });
            return receipt;
        });
    }

    @Override
    public Optional<Instant> waitingSince(SubjectId subject, Instant since) {
        return store.waitingSince(config.id(), subject, since);
    }

    @Override
    public void purge() {
        store.purge();
    }

    private void put(NewEnrolment added) {
        Enrolment enrolment = added.enrolment();
        put(enrolment.subject(), added.rows(), added.isHeld(), enrolment.lookAlikes());
    }

    /** The look-alikes before the templates: no search finds one of the two without the other being known. */
    private void put(SubjectId subject, List<TemplateRow> rows, boolean holds, LookAlikes added) {
        added.named().forEach(named -> lookAlikes.put(subject, named.subject()));
        rows.forEach(row -> {
            if (holds) {
                held.put(row);
            } else {
                index.put(row.ref(), row.embedding());
            }
        });
    }

    /** Makes templates that were held a part of what searches find. */
    void takeIn(SubjectId subject, List<TemplateRow> rows, LookAlikes added) {
        apply(() -> put(subject, rows, false, added));
    }

    void forgetLookAlikesOf(SubjectId subject) {
        lookAlikes.remove(subject);
    }

    /** How many subjects something is held of. */
    public int heldSubjects() {
        return held.subjects();
    }

    private void apply(Runnable change) {
        boolean applied = false;
        try {
            change.run();
            applied = true;
        } finally {
            consistent &= applied;
        }
    }

    /** Whether a snapshot is worth writing: after a rearrangement, and after any change if the interval is over. */
    boolean isSnapshotDue(boolean intervalOver) {
        return snapshot.isPresent() && snapshot.get().isDue(intervalOver);
    }

    /**
     * Writes a snapshot while searches and changes go on.
     *
     * @return false if there is nothing to write, since the index is small, or has no folder for snapshots
     */
    public boolean writeSnapshot() throws IOException {
        GallerySnapshot written = snapshot.orElse(null);
        if (written == null) {
            return false;
        }
        writing.lock();
        try {
            Optional<GallerySnapshot.Begun> begun = exclusively(() -> written.begin(index.templatesByOrdinal()));
            if (begun.isPresent()) {
                written.write(begun.get());
            }
            return begun.isPresent();
        } finally {
            writing.unlock();
        }
    }

    /** The audit of the index, if its engine has one. */
    Optional<Audit> audit() {
        return audit;
    }

    TemplateIndex templates() {
        return index;
    }

    /** Whether index and table agree. */
    public boolean isConsistent() {
        return consistent;
    }

    /** Whether there is a template of this enrolment in memory. */
    boolean holds(String enrolment) {
        return index.holds(enrolment) || held.holds(enrolment);
    }

    private void requireConsistent() {
        if (!consistent) {
            throw new IllegalStateException(
                    "the index of gallery " + config.id() + " differs from its table: restart the matcher");
        }
    }

    @Override
    public void close() {
        exclusively(index::close);
    }
}
