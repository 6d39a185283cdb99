package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.Subject;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.mesh.time.Micros;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The statements about one enrolment. */
final class EnrolmentQueries {
    private EnrolmentQueries() {}

    /** A subject and the id of their enrolment. */
    record Enrolled(Subject subject, String enrolment, UUID generation) {
        TemplateRow.Owner owner() {
            return new TemplateRow.Owner(subject.id(), enrolment, generation);
        }
    }

    static Optional<Enrolled> find(Handle handle, GalleryId gallery, SubjectId subject) {
        return handle.createQuery("""
            SELECT s.*, (SELECT COUNT(*) FROM template t WHERE t.enrolment_id = s.enrolment_id) AS templates
            FROM subject s WHERE s.gallery_id = :gallery AND s.subject_id = :subject
            """)
                .bind("gallery", gallery.value())
                .bind("subject", subject.value())
                .map((rows, context) -> new Enrolled(
                        new Subject(
                                subject,
                                gallery,
                                rows.getInt("templates"),
                                Consent.stored(
                                        rows.getString("policy_version"), Micros.instant(rows.getLong("grant_time"))),
                                Micros.instant(rows.getLong("create_time"))),
                        rows.getString("enrolment_id"),
                        UUID.fromString(rows.getString("generation"))))
                .findOne();
    }

    static Optional<Instant> lastAddedByPerson(Handle handle, GalleryId gallery, SubjectId subject) {
        return handle.createQuery("""
            SELECT MAX(t.create_time) FROM subject s JOIN template t ON t.enrolment_id = s.enrolment_id
            WHERE s.gallery_id = :gallery AND s.subject_id = :subject AND t.source = :source
            HAVING COUNT(*) > 0
            """)
                .bind("gallery", gallery.value())
                .bind("subject", subject.value())
                .bind("source", TemplateSource.PERSON.name())
                .map((rows, context) -> Micros.instant(rows.getLong(1)))
                .findOne();
    }

    static byte[] wrappedKey(Handle handle, String enrolment) {
        return handle.createQuery("SELECT wrapped FROM subject_key WHERE enrolment_id = :enrolment")
                .bind("enrolment", enrolment)
                .mapTo(byte[].class)
                .one();
    }

    /** An enrolment, and where. */
    record Placed(GalleryId gallery, TemplateRow.Owner owner) {}

    /** Those that are there although they were erased, each with one of its receipts: a backup brought them back. */
    static Map<Placed, ErasureRow> broughtBack(Handle handle) {
        Map<Placed, ErasureRow> found = new HashMap<>();
        handle.createQuery("""
            SELECT s.subject_id, s.generation, e.* FROM erasure e JOIN subject s ON s.enrolment_id = e.enrolment_id
            """)
                .map((rows, context) -> Map.entry(
                        new Placed(
                                new GalleryId(rows.getString("gallery_id")),
                                new TemplateRow.Owner(
                                        new SubjectId(rows.getString("subject_id")),
                                        rows.getString("enrolment_id"),
                                        UUID.fromString(rows.getString("generation")))),
                        ReceiptQueries.read(rows)))
                .forEach(one -> found.put(one.getKey(), one.getValue()));
        return found;
    }

    /** Overwrites and deletes the key, the templates, and whatever else is about the subject but the receipt. */
    static void erase(Handle handle, Placed placed) {
        String enrolment = placed.owner().enrolment();
        for (String statement : new String[] {
            "UPDATE look_alike SET reason = '' WHERE enrolment_id = :enrolment OR other_enrolment_id = :enrolment",
            "DELETE FROM look_alike WHERE enrolment_id = :enrolment OR other_enrolment_id = :enrolment",
            "DELETE FROM held_look_alike WHERE enrolment_id = :enrolment OR other_enrolment_id = :enrolment",
            "DELETE FROM duplicate WHERE enrolment_id = :enrolment OR other_enrolment_id = :enrolment"
        }) {
            handle.createUpdate(statement).bind("enrolment", enrolment).execute();
        }
        for (String statement : new String[] {
            "UPDATE template SET sealed = :nothing WHERE enrolment_id = :enrolment",
            "UPDATE subject_key SET wrapped = :nothing WHERE enrolment_id = :enrolment"
        }) {
            handle.createUpdate(statement)
                    .bind("nothing", new byte[0])
                    .bind("enrolment", enrolment)
                    .execute();
        }
        for (String table : new String[] {"template", "subject_key", "subject"}) {
            handle.createUpdate("DELETE FROM <table> WHERE enrolment_id = :enrolment")
                    .define("table", table)
                    .bind("enrolment", enrolment)
                    .execute();
        }
        RequestQueries.forget(handle, placed.gallery(), placed.owner().subject());
        StoredDecisionCounts.delete(handle, placed.gallery(), placed.owner().subject());
    }

    static boolean holdsNothingOf(Handle handle, String enrolment) {
        return handle.createQuery("""
            SELECT (SELECT COUNT(*) FROM template WHERE enrolment_id = :enrolment)
                + (SELECT COUNT(*) FROM subject_key WHERE enrolment_id = :enrolment)
                + (SELECT COUNT(*) FROM subject WHERE enrolment_id = :enrolment)
                + (SELECT COUNT(*) FROM look_alike
                    WHERE enrolment_id = :enrolment OR other_enrolment_id = :enrolment)
                + (SELECT COUNT(*) FROM held_look_alike
                    WHERE enrolment_id = :enrolment OR other_enrolment_id = :enrolment)
                + (SELECT COUNT(*) FROM duplicate
                    WHERE enrolment_id = :enrolment OR other_enrolment_id = :enrolment)
            """)
                        .bind("enrolment", enrolment)
                        .mapTo(Long.class)
                        .one()
                == 0;
    }
}
