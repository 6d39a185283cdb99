package dev.stead.matcher.storage;

import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.limit.DecisionCounts;
import dev.stead.mesh.sql.Database;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** The counters of decisions in a table. Those about a subject are deleted with the subject, and never written after that. */
public final class StoredDecisionCounts implements DecisionCounts {
    private final Database database;

    public StoredDecisionCounts(Database database) {
        this.database = database;
    }

    @Override
    public Map<CountKey, Integer> load(Instant now) {
        Map<CountKey, Integer> counted = new HashMap<>();
        database.read(handle -> {
            handle.createQuery("SELECT * FROM decision_count")
                    .setFetchSize(GalleryReader.FETCH_ROWS)
                    .map((rows, context) -> Map.entry(
                            new CountKey(
                                    Kind.valueOf(rows.getString("kind")),
                                    rows.getString("gallery_id"),
                                    rows.getString("subject_id"),
                                    rows.getString("source"),
                                    rows.getLong("period")),
                            rows.getInt("spent")))
                    .forEach(row -> {
                        if (!row.getKey().isOver(now)) {
                            counted.put(row.getKey(), row.getValue());
                        }
                    });
            return true;
        });
        return counted;
    }

    @Override
    public Map<CountKey, Integer> add(Map<CountKey, Integer> amounts) {
        return database.write(handle -> {
            Map<CountKey, Integer> totals = new HashMap<>();
            // In one order everywhere, or two processes would deadlock.
            amounts.keySet().stream().sorted(StoredDecisionCounts::order).forEach(key -> {
                if (key.subject().isEmpty() || isEnrolled(handle, key)) {
                    totals.put(key, add(handle, key, amounts.getOrDefault(key, 0)));
                }
            });
            return totals;
        });
    }

    private static int order(CountKey one, CountKey other) {
        return one.toString().compareTo(other.toString());
    }

    /** Holds the row until the end of the transaction: an erasure comes before, or after. */
    private static boolean isEnrolled(Handle handle, CountKey key) {
        return handle.createQuery("""
            SELECT 1 FROM subject WHERE gallery_id = :gallery AND subject_id = :subject <forUpdate>
            """)
                .bind("gallery", key.gallery())
                .bind("subject", key.subject())
                .mapTo(Integer.class)
                .findOne()
                .isPresent();
    }

    private static int add(Handle handle, CountKey key, int amount) {
        return handle.createQuery("""
            INSERT INTO decision_count (gallery_id, subject_id, kind, source, period, spent)
            VALUES (:gallery, :subject, :kind, :source, :period, :amount)
            ON CONFLICT (gallery_id, subject_id, kind, source, period) DO UPDATE SET spent = decision_count.spent + :amount
            RETURNING spent
            """)
                .bind("gallery", key.gallery())
                .bind("subject", key.subject())
                .bind("kind", key.kind().name())
                .bind("source", key.source())
                .bind("period", key.period())
                .bind("amount", amount)
                .mapTo(Integer.class)
                .one();
    }

    static void delete(Handle handle, GalleryId gallery, SubjectId subject) {
        handle.createUpdate("DELETE FROM decision_count WHERE gallery_id = :gallery AND subject_id = :subject")
                .bind("gallery", gallery.value())
                .bind("subject", subject.value())
                .execute();
    }

    @Override
    public void deleteOver(Instant now) {
        database.change(handle -> {
            for (Kind kind : Kind.values()) {
                handle.createUpdate("DELETE FROM decision_count WHERE kind = :kind AND period < :period")
                        .bind("kind", kind.name())
                        .bind("period", kind.periodAt(now))
                        .execute();
            }
        });
    }
}
