package dev.stead.matcher.storage;

import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.LookAlike;
import dev.stead.matcher.domain.LookAlikes;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.mesh.time.Micros;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import org.jdbi.v3.core.Handle;

/** The statements about look-alikes. A pair is stored once, in the direction in which it was recorded first. */
final class LookAlikeQueries {
    private LookAlikeQueries() {}

    /** Whose look-alikes are to be recorded. */
    record Owner(GalleryId gallery, String enrolment) {}

    /** Records those who are named and not on record yet; the first word stands. */
    static void insert(Handle handle, Owner owner, LookAlikes lookAlikes, Instant time) {
        for (LookAlike named : lookAlikes.named()) {
            String other = EnrolmentQueries.find(handle, owner.gallery(), named.subject())
                    .map(EnrolmentQueries.Enrolled::enrolment)
                    .orElseThrow(() -> new MatcherException(
                            MatcherError.SUBJECT_UNKNOWN, "a subject, named as a look-alike, is not enrolled"));
            if (!isRecorded(handle, owner.enrolment(), other)) {
                handle.createUpdate("""
                    INSERT INTO look_alike (enrolment_id, other_enrolment_id, reason, operator, record_time)
                    VALUES (:enrolment, :other, :reason, :operator, :time)
                    """)
                        .bind("enrolment", owner.enrolment())
                        .bind("other", other)
                        .bind("reason", named.reason())
                        .bind("operator", lookAlikes.operator().orElseThrow())
                        .bind("time", Micros.of(time))
                        .execute();
            }
            StoredDuplicates.forget(handle, owner.enrolment(), other);
        }
    }

    private static boolean isRecorded(Handle handle, String one, String other) {
        return handle.createQuery("""
            SELECT COUNT(*) FROM look_alike
            WHERE (enrolment_id = :one AND other_enrolment_id = :other)
                OR (enrolment_id = :other AND other_enrolment_id = :one)
            """)
                        .bind("one", one)
                        .bind("other", other)
                        .mapTo(Long.class)
                        .one()
                > 0;
    }

    /** All of one enrolment, in both directions, by time. */
    static List<LookAlike.Recorded> of(Handle handle, String enrolment) {
        return handle.createQuery("""
            SELECT s.subject_id, l.reason, l.operator, l.record_time
            FROM look_alike l JOIN subject s ON s.enrolment_id = l.other_enrolment_id
            WHERE l.enrolment_id = :enrolment
            UNION ALL
            SELECT s.subject_id, l.reason, l.operator, l.record_time
            FROM look_alike l JOIN subject s ON s.enrolment_id = l.enrolment_id
            WHERE l.other_enrolment_id = :enrolment
            ORDER BY 4, 1
            """)
                .bind("enrolment", enrolment)
                .map((rows, context) -> new LookAlike.Recorded(
                        new LookAlike(new SubjectId(rows.getString(1)), rows.getString(2)),
                        rows.getString(3),
                        Micros.instant(rows.getLong(4))))
                .list();
    }

    /** Every pair of a gallery. */
    static void forEachPair(Handle handle, GalleryId gallery, BiConsumer<SubjectId, SubjectId> use) {
        handle.createQuery("""
            SELECT one.subject_id, other.subject_id
            FROM look_alike l
            JOIN subject one ON one.enrolment_id = l.enrolment_id
            JOIN subject other ON other.enrolment_id = l.other_enrolment_id
            WHERE one.gallery_id = :gallery
            """)
                .bind("gallery", gallery.value())
                .setFetchSize(GalleryReader.FETCH_ROWS)
                .map((rows, context) -> List.of(new SubjectId(rows.getString(1)), new SubjectId(rows.getString(2))))
                .forEach(pair -> use.accept(pair.getFirst(), pair.getLast()));
    }
}
