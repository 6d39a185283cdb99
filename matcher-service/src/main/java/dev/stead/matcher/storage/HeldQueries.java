package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.mesh.time.Micros;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/** The statements about what is held. */
final class HeldQueries {
    private HeldQueries() {}

    /** Records whom the held templates of an enrolment look like. */
    static void insert(Handle handle, GalleryId gallery, String enrolment, List<SubjectId> others) {
        for (SubjectId other : others) {
            handle.createUpdate("""
                INSERT INTO held_look_alike (enrolment_id, other_enrolment_id)
                SELECT :enrolment, enrolment_id FROM subject WHERE gallery_id = :gallery AND subject_id = :other
                ON CONFLICT (enrolment_id, other_enrolment_id) DO NOTHING
                """)
                    .bind("enrolment", enrolment)
                    .bind("gallery", gallery.value())
                    .bind("other", other.value())
                    .execute();
        }
    }

    static List<Enrolment.Held> oldest(Handle handle, GalleryId gallery, int limit) {
        return handle.createQuery("""
            SELECT s.subject_id, s.enrolment_id, COUNT(*), MIN(t.create_time) AS since,
                MIN(CASE WHEN t.source = 'ENROLMENT' THEN 0 ELSE 1 END)
            FROM template t JOIN subject s ON s.enrolment_id = t.enrolment_id
            WHERE t.held = 1 AND s.gallery_id = :gallery
            GROUP BY s.subject_id, s.enrolment_id
            ORDER BY since, s.subject_id LIMIT :limit
            """)
                .bind("gallery", gallery.value())
                .bind("limit", limit)
                .map((rows, context) -> new Enrolment.Held(
                        new SubjectId(rows.getString(1)),
                        rows.getInt(3),
                        rows.getInt(5) == 1,
                        Micros.instant(rows.getLong(4)),
                        lookAlikesOf(handle, rows.getString(2))))
                .list();
    }

    private static List<SubjectId> lookAlikesOf(Handle handle, String enrolment) {
        return handle.createQuery("""
            SELECT other.subject_id FROM held_look_alike h JOIN subject other ON other.enrolment_id = h.other_enrolment_id
            WHERE h.enrolment_id = :enrolment ORDER BY 1
            """)
                .bind("enrolment", enrolment)
                .map((rows, context) -> new SubjectId(rows.getString(1)))
                .list();
    }

    /** Those of whom something is held because it looks like this subject. */
    static Set<SubjectId> lookingLike(Handle handle, GalleryId gallery, SubjectId subject) {
        return handle
                .createQuery("""
            SELECT s.subject_id FROM held_look_alike h
            JOIN subject s ON s.enrolment_id = h.enrolment_id
            JOIN subject other ON other.enrolment_id = h.other_enrolment_id
            WHERE other.gallery_id = :gallery AND other.subject_id = :subject
            """)
                .bind("gallery", gallery.value())
                .bind("subject", subject.value())
                .map((rows, context) -> new SubjectId(rows.getString(1)))
                .stream()
                .collect(Collectors.toUnmodifiableSet());
    }

    static void release(Handle handle, String enrolment) {
        handle.createUpdate("UPDATE template SET held = 0 WHERE enrolment_id = :enrolment")
                .bind("enrolment", enrolment)
                .execute();
        deleteLookAlikes(handle, enrolment);
    }

    /** Erases the held templates of an enrolment of which others are left. */
    static void erase(Handle handle, String enrolment) {
        handle.createUpdate("UPDATE template SET sealed = :nothing WHERE enrolment_id = :enrolment AND held = 1")
                .bind("nothing", new byte[0])
                .bind("enrolment", enrolment)
                .execute();
        handle.createUpdate("DELETE FROM template WHERE enrolment_id = :enrolment AND held = 1")
                .bind("enrolment", enrolment)
                .execute();
        deleteLookAlikes(handle, enrolment);
    }

    private static void deleteLookAlikes(Handle handle, String enrolment) {
        handle.createUpdate("DELETE FROM held_look_alike WHERE enrolment_id = :enrolment")
                .bind("enrolment", enrolment)
                .execute();
    }
}
