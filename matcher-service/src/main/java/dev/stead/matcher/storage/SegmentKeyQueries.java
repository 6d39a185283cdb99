package dev.stead.matcher.storage;

import dev.stead.matcher.domain.GalleryId;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The statements about the data keys of snapshots. A destroyed key is overwritten, then deleted. */
final class SegmentKeyQueries {
    private SegmentKeyQueries() {}

    static void insert(Handle handle, GalleryId gallery, UUID snapshot, Map<Integer, byte[]> wrapped) {
        PreparedBatch batch = handle.prepareBatch("""
                INSERT INTO snapshot_key (gallery_id, segment, snapshot_id, wrapped)
                VALUES (:gallery, :segment, :snapshot, :wrapped)
                """);
        wrapped.forEach((segment, key) -> batch.bind("gallery", gallery.value())
                .bind("segment", segment)
                .bind("snapshot", snapshot.toString())
                .bind("wrapped", key)
                .add());
        batch.execute();
    }

    static Map<Integer, byte[]> of(Handle handle, GalleryId gallery, UUID snapshot) {
        Map<Integer, byte[]> found = new HashMap<>();
        handle.createQuery("""
                        SELECT segment, wrapped FROM snapshot_key WHERE gallery_id = :gallery AND snapshot_id = :snapshot
                        """)
                .bind("gallery", gallery.value())
                .bind("snapshot", snapshot.toString())
                .map((rows, context) -> Map.entry(rows.getInt("segment"), rows.getBytes("wrapped")))
                .forEach(one -> found.put(one.getKey(), one.getValue()));
        return found;
    }

    /** Destroys the keys of all snapshots of these segments. */
    static void destroy(Handle handle, GalleryId gallery, IntStream segments) {
        segments.distinct()
                .forEach(segment -> destroy(handle, "gallery_id = :gallery AND segment = :it", gallery, segment));
    }

    /** Destroys the keys of every snapshot of the gallery but this one. */
    static void destroyAllBut(Handle handle, GalleryId gallery, String snapshot) {
        destroy(handle, "gallery_id = :gallery AND snapshot_id <> :it", gallery, snapshot);
    }

    private static void destroy(Handle handle, String condition, GalleryId gallery, Object it) {
        for (String statement : new String[] {
            "UPDATE snapshot_key SET wrapped = :nothing WHERE <condition>", "DELETE FROM snapshot_key WHERE <condition>"
        }) {
            var update = handle.createUpdate(statement)
                    .define("condition", condition)
                    .bind("gallery", gallery.value())
                    .bind("it", it);
            if (statement.startsWith("UPDATE")) {
                update.bind("nothing", new byte[0]);
            }
            update.execute();
        }
    }
}
