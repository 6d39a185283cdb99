package dev.stead.matcher.storage;

import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.mesh.time.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;

/** The statements about the receipts of erasures, which are kept after the subject is gone, and about the list that is kept beside them. */
final class ReceiptQueries {
    private ReceiptQueries() {}

    /** Inserts those that are not there yet. */
    static void insert(Handle handle, Collection<ErasureRow> rows) {
        if (rows.isEmpty()) {
            return;
        }
        PreparedBatch batch = handle.prepareBatch("""
                        INSERT INTO erasure (receipt_id, gallery_id, enrolment_id, owner_hash, erased_templates, erase_time, waits)
                        VALUES (:id, :gallery, :enrolment, :owner, :templates, :time, :waits)
                        ON CONFLICT (receipt_id) DO NOTHING
                        """);
        rows.forEach(row -> batch.bind("id", row.id().toString())
                .bind("gallery", row.receipt().gallery().value())
                .bind("enrolment", row.enrolment())
                .bind("owner", row.ownerHash())
                .bind("templates", row.receipt().erasedTemplates())
                .bind("time", Micros.of(row.receipt().eraseTime()))
                .bind("waits", row.waits() ? 1 : 0)
                .add());
        batch.execute();
    }

    static Optional<ErasureRow> find(Handle handle, UUID id) {
        return handle.createQuery("SELECT * FROM erasure WHERE receipt_id = :id")
                .bind("id", id.toString())
                .map((rows, context) -> read(rows))
                .findOne();
    }

    static List<ErasureRow> since(Handle handle, Instant since) {
        return handle.createQuery("SELECT * FROM erasure WHERE erase_time >= :since")
                .bind("since", Micros.of(since))
                .map((rows, context) -> read(rows))
                .list();
    }

    /** When the subject was erased last, if after {@code since} and they wait since then: by the hash of each receipt since. */
    static Optional<Instant> waitingSince(Handle handle, GalleryId gallery, SubjectId subject, Instant since) {
        return handle
                .createQuery("""
            SELECT * FROM erasure WHERE gallery_id = :gallery AND erase_time > :since ORDER BY erase_time DESC
            """)
                .bind("gallery", gallery.value())
                .bind("since", Micros.of(since))
                .map((rows, context) -> read(rows))
                .stream()
                .filter(row -> row.isOf(subject))
                .findFirst()
                .filter(ErasureRow::waits)
                .map(row -> row.receipt().eraseTime());
    }

    /** The list that the store was last started with, if there was any. */
    static Optional<UUID> listId(Handle handle) {
        return handle.createQuery("SELECT list_id FROM erasure_list")
                .mapTo(UUID.class)
                .findOne();
    }

    static void putListId(Handle handle, UUID id) {
        handle.createUpdate(
                        "INSERT INTO erasure_list (only_row, list_id) VALUES (1, :id) ON CONFLICT (only_row) DO NOTHING")
                .bind("id", id.toString())
                .execute();
    }

    static ErasureRow read(ResultSet rows) throws SQLException {
        return new ErasureRow(
                new ErasureReceipt(
                        UUID.fromString(rows.getString("receipt_id")),
                        new GalleryId(rows.getString("gallery_id")),
                        rows.getInt("erased_templates"),
                        Micros.instant(rows.getLong("erase_time"))),
                rows.getString("enrolment_id"),
                rows.getString("owner_hash"),
                rows.getInt("waits") == 1);
    }
}
