package dev.stead.matcher.storage;

import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.duplicate.Duplicate;
import dev.stead.matcher.domain.duplicate.Duplicates;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.time.Micros;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/** Duplicates in a table, without how similar they are. Thread-safe. Does not own the database. */
public final class StoredDuplicates implements Duplicates {
    private static final String PAIRS = """
        SELECT one.subject_id, other.subject_id, d.find_time
        FROM duplicate d
        JOIN subject one ON one.enrolment_id = d.enrolment_id
        JOIN subject other ON other.enrolment_id = d.other_enrolment_id
        WHERE one.gallery_id = :gallery
        """;
    private static final String BY_TIME = " ORDER BY d.find_time, one.subject_id, other.subject_id";

    private final Database database;

    public StoredDuplicates(Database database) {
        this.database = database;
    }

    @Override
    public List<Duplicate.Kept> oldest(GalleryId gallery, int limit) {
        return database.read(handle ->
                read(handle.createQuery(PAIRS + BY_TIME + " LIMIT :limit").bind("limit", limit), gallery));
    }

    @Override
    public List<Duplicate.Kept> of(GalleryId gallery, Collection<SubjectId> subjects) {
        String condition = "AND (one.subject_id IN (<subjects>) OR other.subject_id IN (<subjects>))";
        List<String> ids = subjects.stream().map(SubjectId::value).toList();
        return database.read(
                handle -> read(handle.createQuery(PAIRS + condition + BY_TIME).bindList("subjects", ids), gallery));
    }

    private static List<Duplicate.Kept> read(Query query, GalleryId gallery) {
        return query.bind("gallery", gallery.value())
                .map((rows, context) -> new Duplicate.Kept(
                        new Duplicate(new SubjectId(rows.getString(1)), new SubjectId(rows.getString(2))),
                        Micros.instant(rows.getLong(3))))
                .list();
    }

    @Override
    public int count(GalleryId gallery) {
        return database.read(handle -> handle.createQuery("""
            SELECT COUNT(*) FROM duplicate d JOIN subject one ON one.enrolment_id = d.enrolment_id
            WHERE one.gallery_id = :gallery
            """)
                .bind("gallery", gallery.value())
                .mapTo(Integer.class)
                .one());
    }

    /**
     * Keeps those that are new. Nobody who was enrolled after {@code findTime}, under the id of one who was erased, is taken for that one.
     *
     * @return how many are new
     */
    public int add(GalleryId gallery, Collection<Duplicate> found, Instant findTime) {
        return database.write(handle -> found.stream()
                .mapToInt(one -> insert(handle, gallery, one, findTime))
                .sum());
    }

    static int insert(Handle handle, GalleryId gallery, Duplicate found, Instant findTime) {
        return handle.createUpdate("""
            INSERT INTO duplicate (enrolment_id, other_enrolment_id, find_time)
            SELECT one.enrolment_id, other.enrolment_id, :time
            FROM subject one JOIN subject other ON other.gallery_id = one.gallery_id
            WHERE one.gallery_id = :gallery AND one.subject_id = :one AND other.subject_id = :other
                AND one.create_time <= :time AND other.create_time <= :time
                AND NOT EXISTS (SELECT 1 FROM look_alike l
                    WHERE (l.enrolment_id = one.enrolment_id AND l.other_enrolment_id = other.enrolment_id)
                        OR (l.enrolment_id = other.enrolment_id AND l.other_enrolment_id = one.enrolment_id))
            ON CONFLICT (enrolment_id, other_enrolment_id) DO NOTHING
            """)
                .bind("gallery", gallery.value())
                .bind("one", found.subject().value())
                .bind("other", found.other().value())
                .bind("time", Micros.of(findTime))
                .execute();
    }

    /** An operator has said of two enrolments that they are two people. */
    static void forget(Handle handle, String one, String other) {
        handle.createUpdate("""
            DELETE FROM duplicate
            WHERE (enrolment_id = :one AND other_enrolment_id = :other)
                OR (enrolment_id = :other AND other_enrolment_id = :one)
            """).bind("one", one).bind("other", other).execute();
    }
}
