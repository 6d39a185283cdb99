package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.Intention;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.ModelId;
import dev.stead.matcher.domain.Sample;
import dev.stead.matcher.domain.Subject;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.storage.SubjectKey.Place;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.Dialect;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/**
 * The tables behind all galleries; the truth of which each index is a cache. Every write is one durable transaction. Thread-safe; does
 * not own the database.
 */
public final class TemplateStore {
    /** Where the migrations are. */
    public static final String MIGRATIONS = "dev/stead/matcher/storage/migrations";

    private final Database database;
    private final TemplateKeys keys;

    public TemplateStore(Database database, TemplateKeys keys) {
        this.database = database;
        this.keys = keys;
    }

    Optional<Subject> enrolledBy(Intention intention) {
        return database.read(handle -> RequestLog.subject(handle, intention));
    }

    Optional<ErasureReceipt> erasedBy(Intention intention) {
        return database.read(handle -> RequestLog.receipt(handle, intention));
    }

    Optional<Subject> find(GalleryId gallery, SubjectId subject) {
        return database.read(handle -> Rows.find(handle, gallery, subject)).map(Rows.Enrolled::subject);
    }

    List<Embedding> templatesOf(GalleryId gallery, SubjectId subject) {
        List<Embedding> found = new ArrayList<>();
        database.read(handle -> {
            Rows.Enrolled enrolled = Rows.find(handle, gallery, subject).orElse(null);
            if (enrolled == null) {
                return false;
            }
            SubjectKey key = keys.unwrap(enrolled.enrolment(), Rows.wrappedKey(handle, enrolled.enrolment()));
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

    /** Reads and opens every template of a gallery, one subject after the other. */
    void forEach(GalleryId gallery, ModelId model, Consumer<TemplateRow> use) {
        database.read(handle -> {
            new GalleryReading(keys, gallery, model).forEach(handle, use);
            return true;
        });
    }

    Subject enrol(GalleryId gallery, Intention intention, NewEnrolment added) {
        return database.write(handle -> {
            insert(handle, gallery, added);
            Subject answer = Rows.find(handle, gallery, added.enrolment().subject())
                    .orElseThrow()
                    .subject();
            RequestLog.record(handle, intention, answer);
            return answer;
        });
    }

    void enrolAll(GalleryId gallery, List<NewEnrolment> added) {
        database.change(handle -> added.forEach(one -> insert(handle, gallery, one)));
    }

    /** Adds a template; gives the subject as it now is and, by {@code enrolment}, which enrolment it went to. */
    Rows.Enrolled add(GalleryId gallery, Intention intention, Addition addition) {
        return database.write(handle -> {
            Rows.Enrolled before = require(handle, gallery, addition.subject());
            if (before.subject().templates() >= addition.most()) {
                throw new MatcherException(
                        MatcherError.TEMPLATE_LIMIT_REACHED,
                        "the subject has " + addition.most() + " templates, the most that are kept");
            }
            SubjectKey key = keys.unwrap(before.enrolment(), Rows.wrappedKey(handle, before.enrolment()));
            insertTemplates(
                    handle,
                    key,
                    new Owner(gallery, addition.subject(), before.enrolment(), addition.time()),
                    List.of(addition.sample()));
            Rows.Enrolled after = require(handle, gallery, addition.subject());
            RequestLog.record(handle, intention, after.subject());
            return after;
        });
    }

    /** Destroys the key, overwrites and deletes the templates, and leaves a receipt. */
    ErasureReceipt erase(GalleryId gallery, Intention intention, SubjectId subject, Instant time) {
        return database.write(handle -> {
            Rows.Enrolled enrolled = require(handle, gallery, subject);
            var receipt = new ErasureReceipt(
                    UUID.randomUUID(), gallery, enrolled.subject().templates(), Micros.rounded(time));
            if (database.dialect() == Dialect.SQLITE) {
                // Deleted cells and freed pages are overwritten with zeros, not just unlinked.
                handle.createQuery("PRAGMA secure_delete = ON")
                        .mapTo(Integer.class)
                        .one();
            }
            Rows.erase(handle, enrolled.enrolment());
            Receipts.insert(handle, receipt, enrolled.enrolment(), subject);
            RequestLog.record(handle, intention, receipt);
            return receipt;
        });
    }

    Optional<Receipts.Row> receipt(UUID id) {
        return database.read(handle -> Receipts.find(handle, id));
    }

    boolean holdsNothingOf(String enrolment) {
        return database.read(handle -> Rows.holdsNothingOf(handle, enrolment));
    }

    private void insert(Handle handle, GalleryId gallery, NewEnrolment added) {
        SubjectId subject = added.enrolment().subject();
        if (Rows.find(handle, gallery, subject).isPresent()) {
            throw new MatcherException(MatcherError.SUBJECT_EXISTS, "the subject is enrolled already");
        }
        SubjectKey key = keys.create(added.id());
        Consent consent = added.enrolment().consent();
        Instant time = added.enrolment().createTime();
        handle.createUpdate("""
                        INSERT INTO subject (gallery_id, subject_id, enrolment_id, policy_version, grant_time, create_time)
                        VALUES (:gallery, :subject, :enrolment, :policy, :grantTime, :createTime)
                        """)
                .bind("gallery", gallery.value())
                .bind("subject", subject.value())
                .bind("enrolment", added.id())
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
                new Owner(gallery, subject, added.id(), time),
                added.enrolment().samples());
    }

    private static void insertTemplates(Handle handle, SubjectKey key, Owner owner, List<Sample> samples) {
        for (Sample sample : samples) {
            String template = UUID.randomUUID().toString();
            handle.createUpdate("""
                            INSERT INTO template (template_id, enrolment_id, model, quality, sealed, create_time)
                            VALUES (:template, :enrolment, :model, :quality, :sealed, :createTime)
                            """)
                    .bind("template", template)
                    .bind("enrolment", owner.enrolment())
                    .bind("model", sample.model().value())
                    .bind("quality", sample.quality().value())
                    .bind(
                            "sealed",
                            key.seal(
                                    sample.embedding(),
                                    new Place(
                                            owner.gallery().value(),
                                            owner.subject().value(),
                                            template)))
                    .bind("createTime", Micros.of(owner.time()))
                    .execute();
        }
    }

    private static Rows.Enrolled require(Handle handle, GalleryId gallery, SubjectId subject) {
        return Rows.find(handle, gallery, subject)
                .orElseThrow(() -> new MatcherException(MatcherError.SUBJECT_UNKNOWN, "the subject is not enrolled"));
    }

    /** A template to add, and how many the subject may have. */
    record Addition(SubjectId subject, Sample sample, int most, Instant time) {}

    private record Owner(GalleryId gallery, SubjectId subject, String enrolment, Instant time) {}
}
