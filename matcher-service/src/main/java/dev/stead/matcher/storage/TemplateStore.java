package dev.stead.matcher.storage;

import com.google.crypto.tink.subtle.Random;
import dev.stead.matcher.domain.AddedSample;
import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.LookAlike;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.ModelId;
import dev.stead.matcher.domain.Sample;
import dev.stead.matcher.domain.Subject;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.index.SnapshotException;
import dev.stead.matcher.storage.SubjectKey.Place;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.Dialect;
import dev.stead.mesh.time.Micros;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * The tables behind all galleries, of which each index is a cache. Every write is one durable transaction. Thread-safe. Does not own the
 * database.
 */
public final class TemplateStore {
    /** The folder of the migrations on the class path. */
    public static final String MIGRATIONS = "dev/stead/matcher/storage/migrations";

    /** Has a row if anybody is enrolled. */
    public static final String ANYBODY = "SELECT 1 FROM subject LIMIT 1";

    private static final int TEMPLATES_PER_READ = 500;

    private final Database database;
    private final TemplateKeys keys;
    private final Consumer<ErasureRow> erasures;

    /** @param erasures lists each erasure apart from this store before it is committed; what this throws, the erasure throws */
    public TemplateStore(Database database, TemplateKeys keys, Consumer<ErasureRow> erasures) {
        this.database = database;
        this.keys = keys;
        this.erasures = erasures;
    }

    Optional<Subject> enrolledBy(RequestIdentity request) {
        return database.read(handle -> RequestQueries.subject(handle, request));
    }

    Optional<ErasureReceipt> erasedBy(RequestIdentity request) {
        return database.read(handle -> RequestQueries.receipt(handle, request));
    }

    Optional<Subject> find(GalleryId gallery, SubjectId subject) {
        return database.read(handle -> EnrolmentQueries.find(handle, gallery, subject))
                .map(EnrolmentQueries.Enrolled::subject);
    }

    Optional<Instant> lastAddedByPerson(GalleryId gallery, SubjectId subject) {
        return database.read(handle -> EnrolmentQueries.lastAddedByPerson(handle, gallery, subject));
    }

    List<Embedding> templatesOf(GalleryId gallery, SubjectId subject) {
        List<Embedding> found = new ArrayList<>();
        database.read(handle -> {
            EnrolmentQueries.Enrolled enrolled =
                    EnrolmentQueries.find(handle, gallery, subject).orElse(null);
            if (enrolled == null) {
                return false;
            }
            SubjectKey key =
                    keys.unwrap(enrolled.enrolment(), EnrolmentQueries.wrappedKey(handle, enrolled.enrolment()));
            handle.createQuery("SELECT template_id, sealed FROM template WHERE enrolment_id = :enrolment")
                    .bind("enrolment", enrolled.enrolment())
                    .map((rows, context) -> key.open(
                            rows.getBytes("sealed"),
                            new Place(gallery.value(), subject.value(), rows.getString("template_id"))))
                    .forEach(found::add);
            return true;
        });
        return found;
    }

    /** Reads and opens every template of a gallery that is in the index, one subject after the other. */
    void forEach(GalleryId gallery, ModelId model, Consumer<TemplateRow> use) {
        database.read(handle -> {
            new GalleryReader(keys, gallery, model).forEach(handle, use);
            return true;
        });
    }

    /** Reads and opens these templates of a gallery. */
    void forEach(GalleryId gallery, ModelId model, List<UUID> templates, Consumer<TemplateRow> use) {
        for (int from = 0; from < templates.size(); from += TEMPLATES_PER_READ) {
            List<UUID> some = templates.subList(from, Math.min(templates.size(), from + TEMPLATES_PER_READ));
            database.read(handle -> {
                new GalleryReader(keys, gallery, model).forEach(handle, some, use);
                return true;
            });
        }
    }

    Subject enrol(GalleryId gallery, RequestIdentity request, NewEnrolment added) {
        return database.write(handle -> {
            ActRecorder acts = EnrolmentActs.recorder(handle, added.enrolment().createTime());
            acts.request(request.requestId());
            insert(handle, gallery, added, acts);
            Subject answer = EnrolmentQueries.find(
                            handle, gallery, added.enrolment().subject())
                    .orElseThrow()
                    .subject();
            RequestQueries.record(handle, request, answer);
            return answer;
        });
    }

    void enrolAll(GalleryId gallery, List<NewEnrolment> added) {
        database.change(handle -> added.forEach(one -> insert(
                handle,
                gallery,
                one,
                EnrolmentActs.recorder(handle, one.enrolment().createTime()))));
    }

    /** Adds a template. Returns the subject as it now is, and the enrolment that the template was added to. */
    EnrolmentQueries.Enrolled add(GalleryId gallery, RequestIdentity request, NewTemplate added) {
        AddedSample addition = added.addition();
        return database.write(handle -> {
            EnrolmentQueries.Enrolled before = require(handle, gallery, addition.subject());
            if (before.subject().templates() >= Enrolment.MAX_TEMPLATES) {
                throw new MatcherException(
                        MatcherError.TEMPLATE_LIMIT_REACHED,
                        "the subject has " + Enrolment.MAX_TEMPLATES + " templates, which is the limit");
            }
            SubjectKey key = keys.unwrap(before.enrolment(), EnrolmentQueries.wrappedKey(handle, before.enrolment()));
            insertTemplates(
                    handle,
                    key,
                    new Added(
                            gallery,
                            before.owner(),
                            addition.operator().isPresent() ? TemplateSource.OPERATOR : TemplateSource.PERSON,
                            added.held(),
                            added.time()),
                    List.of(addition.sample()),
                    List.of(added.id()));
            LookAlikeQueries.insert(
                    handle,
                    new LookAlikeQueries.Owner(gallery, before.enrolment()),
                    addition.lookAlikes(),
                    added.time());
            ActRecorder acts = EnrolmentActs.recorder(handle, added.time());
            acts.request(request.requestId());
            HeldQueries.insert(handle, gallery, before.enrolment(), added.others());
            EnrolmentActs.added(acts, gallery, before.enrolment(), added);
            EnrolmentQueries.Enrolled after = require(handle, gallery, addition.subject());
            RequestQueries.record(handle, request, after.subject());
            return after;
        });
    }

    /**
     * Destroys the subject's key and those of the snapshots' segments, overwrites and deletes the templates, and writes a receipt.
     *
     * @param segments where the subject's rows may be in snapshots
     */
    ErasureReceipt erase(GalleryId gallery, RequestIdentity request, Erased erased, int... segments) {
        SubjectId subject = erased.erasure().subject();
        return database.write(handle -> {
            ErasureRow row = erase(handle, gallery, require(handle, gallery, subject), erased);
            ErasureReceipt receipt = row.receipt();
            SegmentKeyQueries.destroy(handle, gallery, IntStream.of(segments));
            RequestQueries.record(handle, request, receipt);
            ActRecorder acts = EnrolmentActs.recorder(handle, erased.time());
            acts.request(request.requestId());
            EnrolmentActs.erased(acts, row);
            list(row);
            return receipt;
        });
    }

    /** Destroys the key of an enrolment, overwrites and deletes its templates, and keeps a row of it, which {@link #list} takes. */
    ErasureRow erase(Handle handle, GalleryId gallery, EnrolmentQueries.Enrolled enrolled, Erased erased) {
        var receipt = new ErasureReceipt(
                UUID.randomUUID(), gallery, enrolled.subject().templates(), Micros.truncate(erased.time()));
        var row = ErasureRow.of(receipt, enrolled.enrolment(), erased.erasure());
        deleteSecurely(database, handle);
        EnrolmentQueries.erase(handle, new EnrolmentQueries.Placed(gallery, enrolled.owner()));
        ReceiptQueries.insert(handle, List.of(row));
        return row;
    }

    /**
     * Lists an erasure; the last act of its transaction, when only the commit can still fail. Of a transaction that is run again two
     * receipts are listed, which does no harm.
     */
    void list(ErasureRow row) {
        erasures.accept(row);
    }

    Optional<Instant> waitingSince(GalleryId gallery, SubjectId subject, Instant since) {
        return database.read(handle -> ReceiptQueries.waitingSince(handle, gallery, subject, since));
    }

    /** As {@link Database#purge}. */
    void purge() {
        database.purge();
    }

    Database database() {
        return database;
    }

    TemplateKeys keys() {
        return keys;
    }

    static void deleteSecurely(Database database, Handle handle) {
        if (database.dialect() == Dialect.SQLITE) {
            // Deleted cells and freed pages are overwritten with zeros, not just unlinked.
            handle.createQuery("PRAGMA secure_delete = ON").mapTo(Integer.class).one();
        }
    }

    /** Reads the ids of every template of a gallery that is in the index, without opening any: some microseconds each. */
    void forEachRef(GalleryId gallery, Consumer<TemplateRow.Ref> use) {
        database.read(handle -> {
            handle.createQuery("""
                SELECT s.subject_id, s.enrolment_id, s.generation, t.template_id, t.source
                FROM subject s JOIN template t ON t.enrolment_id = s.enrolment_id
                WHERE s.gallery_id = :gallery AND t.held = 0
                """)
                    .bind("gallery", gallery.value())
                    .setFetchSize(GalleryReader.FETCH_ROWS)
                    .map((rows, context) -> new TemplateRow.Ref(
                            new TemplateRow.Owner(
                                    new SubjectId(rows.getString(1)),
                                    rows.getString(2),
                                    UUID.fromString(rows.getString(3))),
                            UUID.fromString(rows.getString(4)),
                            TemplateSource.valueOf(rows.getString(5)) == TemplateSource.ENROLMENT))
                    .forEach(use);
            return true;
        });
    }

    List<LookAlike.Recorded> lookAlikesOf(GalleryId gallery, SubjectId subject) {
        return database.read(handle -> EnrolmentQueries.find(handle, gallery, subject)
                .map(enrolled -> LookAlikeQueries.of(handle, enrolled.enrolment()))
                .orElse(List.of()));
    }

    void forEachLookAlike(GalleryId gallery, BiConsumer<SubjectId, SubjectId> use) {
        database.read(handle -> {
            LookAlikeQueries.forEachPair(handle, gallery, use);
            return true;
        });
    }

    /** Creates keys for the sections of a snapshot, and stores them before anything is sealed under them. */
    SegmentKey[] createKeys(GalleryId gallery, SnapshotName name, int sections) {
        var made = new SegmentKey[sections];
        Map<Integer, byte[]> wrapped = new HashMap<>();
        for (int section = 0; section < sections; section++) {
            byte[] key = Random.randBytes(SegmentKey.BYTES);
            made[section] = new SegmentKey(key);
            wrapped.put(section - 1, keys.wrapSection(key, name.bound(section)));
        }
        database.change(handle -> SegmentKeyQueries.insert(handle, gallery, name.id(), wrapped));
        return made;
    }

    /** The keys of a snapshot's sections; null where a section's key was destroyed. */
    @Nullable
    SegmentKey[] keysOf(GalleryId gallery, SnapshotName name, int sections) throws SnapshotException {
        Map<Integer, byte[]> wrapped = database.read(handle -> SegmentKeyQueries.of(handle, gallery, name.id()));
        @Nullable SegmentKey[] found = new SegmentKey[sections];
        for (int section = 0; section < sections; section++) {
            byte[] key = wrapped.get(section - 1);
            found[section] = key == null ? null : keys.unwrapSection(key, name.bound(section));
        }
        return found;
    }

    /** Makes every other snapshot of the gallery, and every copy of one, unreadable. */
    void keepOnly(GalleryId gallery, String snapshot) {
        database.change(handle -> {
            deleteSecurely(database, handle);
            SegmentKeyQueries.destroyAllBut(handle, gallery, snapshot);
        });
    }

    Optional<ErasureRow> receipt(UUID id) {
        return database.read(handle -> ReceiptQueries.find(handle, id));
    }

    boolean holdsNothingOf(String enrolment) {
        return database.read(handle -> EnrolmentQueries.holdsNothingOf(handle, enrolment));
    }

    private void insert(Handle handle, GalleryId gallery, NewEnrolment added, ActRecorder acts) {
        SubjectId subject = added.enrolment().subject();
        if (EnrolmentQueries.find(handle, gallery, subject).isPresent()) {
            throw new MatcherException(MatcherError.SUBJECT_EXISTS, "the subject is enrolled already");
        }
        SubjectKey key = keys.create(added.id());
        Consent consent = added.enrolment().consent();
        Instant time = added.enrolment().createTime();
        handle.createUpdate("""
            INSERT INTO subject (gallery_id, subject_id, enrolment_id, generation, operator, policy_version, grant_time, create_time)
            VALUES (:gallery, :subject, :enrolment, :generation, :operator, :policy, :grantTime, :createTime)
            """)
                .bind("gallery", gallery.value())
                .bind("subject", subject.value())
                .bind("enrolment", added.id())
                .bind("generation", added.generation().toString())
                .bind("operator", added.enrolment().operator().orElse(null))
                .bind("policy", consent.policyVersion())
                .bind("grantTime", Micros.of(consent.grantTime()))
                .bind("createTime", Micros.of(time))
                .execute();
        handle.createUpdate("INSERT INTO subject_key (enrolment_id, wrapped) VALUES (:enrolment, :wrapped)")
                .bind("enrolment", added.id())
                .bind("wrapped", key.wrapped())
                .execute();
        insertTemplates(
                handle,
                key,
                new Added(gallery, added.owner(), TemplateSource.ENROLMENT, added.isHeld(), time),
                added.enrolment().samples(),
                added.templates());
        LookAlikeQueries.insert(
                handle,
                new LookAlikeQueries.Owner(gallery, added.id()),
                added.enrolment().lookAlikes(),
                time);
        added.insertOthers(handle, gallery);
        EnrolmentActs.created(acts, gallery, added);
    }

    private static void insertTemplates(
            Handle handle, SubjectKey key, Added added, List<Sample> samples, List<UUID> ids) {
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            String template = ids.get(i).toString();
            handle.createUpdate("""
                INSERT INTO template (template_id, enrolment_id, source, model, quality, sealed, create_time, held)
                VALUES (:template, :enrolment, :source, :model, :quality, :sealed, :createTime, :held)
                """)
                    .bind("template", template)
                    .bind("enrolment", added.owner().enrolment())
                    .bind("source", added.source().name())
                    .bind("model", sample.model().value())
                    .bind("quality", sample.quality().value())
                    .bind(
                            "sealed",
                            key.seal(
                                    sample.embedding(),
                                    new Place(
                                            added.gallery().value(),
                                            added.owner().subject().value(),
                                            template)))
                    .bind("createTime", Micros.of(added.time()))
                    .bind("held", added.held() ? 1 : 0)
                    .execute();
        }
    }

    private static EnrolmentQueries.Enrolled require(Handle handle, GalleryId gallery, SubjectId subject) {
        return EnrolmentQueries.find(handle, gallery, subject)
                .orElseThrow(() -> new MatcherException(MatcherError.SUBJECT_UNKNOWN, "the subject is not enrolled"));
    }

    /** Whom to erase, and when. */
    record Erased(Eraser.Erasure erasure, Instant time) {}

    /** A template to add, with the id that it is stored under, and whom it looks like if it is held for that. */
    record NewTemplate(AddedSample addition, UUID id, boolean held, List<SubjectId> others, Instant time) {}

    private record Added(
            GalleryId gallery, TemplateRow.Owner owner, TemplateSource source, boolean held, Instant time) {}
}
