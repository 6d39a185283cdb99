package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.mesh.time.Micros;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** The statements about the receipts of erasures. Receipts are kept after the subject is gone, and do not name them. */
final class ReceiptQueries {
    private ReceiptQueries() {}

    /** A receipt with what is needed to verify it. */
    record Row(ErasureReceipt receipt, String enrolment, String ownerHash) {
        boolean isOf(SubjectId subject) {
            return ownerHash.equals(hash(receipt.id(), subject));
        }
    }

    static void insert(Handle handle, ErasureReceipt receipt, String enrolment, Eraser.Erasure erasure) {
        handle.createUpdate("""
                        INSERT INTO erasure (receipt_id, gallery_id, enrolment_id, owner_hash, erased_templates, erase_time, waits)
                        VALUES (:id, :gallery, :enrolment, :owner, :templates, :time, :waits)
                        """)
                .bind("id", receipt.id().toString())
                .bind("gallery", receipt.gallery().value())
                .bind("enrolment", enrolment)
                .bind("owner", hash(receipt.id(), erasure.subject()))
                .bind("templates", receipt.erasedTemplates())
                .bind("time", Micros.of(receipt.eraseTime()))
                .bind("waits", erasure.waits() ? 1 : 0)
                .execute();
    }

    static Optional<Row> find(Handle handle, UUID id) {
        return handle.createQuery("SELECT * FROM erasure WHERE receipt_id = :id")
                .bind("id", id.toString())
                .map((rows, context) -> new Row(
                        new ErasureReceipt(
                                id,
                                new GalleryId(rows.getString("gallery_id")),
                                rows.getInt("erased_templates"),
                                Micros.instant(rows.getLong("erase_time"))),
                        rows.getString("enrolment_id"),
                        rows.getString("owner_hash")))
                .findOne();
    }

    /** When the subject was erased last, if after {@code since} and they wait since then: by the hash of each receipt since. */
    static Optional<Instant> waitingSince(Handle handle, GalleryId gallery, SubjectId subject, Instant since) {
        return handle
                .createQuery("""
            SELECT receipt_id, owner_hash, erase_time, waits FROM erasure
            WHERE gallery_id = :gallery AND erase_time > :since ORDER BY erase_time DESC
            """)
                .bind("gallery", gallery.value())
                .bind("since", Micros.of(since))
                .map((rows, context) -> new Waiting(
                        rows.getString("owner_hash")
                                .equals(hash(UUID.fromString(rows.getString("receipt_id")), subject)),
                        rows.getInt("waits") == 1,
                        Micros.instant(rows.getLong("erase_time"))))
                .stream()
                .filter(Waiting::own)
                .findFirst()
                .filter(Waiting::waits)
                .map(Waiting::eraseTime);
    }

    /** @param own whether the receipt is the subject's */
    private record Waiting(boolean own, boolean waits, Instant eraseTime) {}

    /** Salted with the receipt's random id, so that two receipts of one person have different hashes. */
    private static String hash(UUID receipt, SubjectId subject) {
        try {
            byte[] named = (receipt + "\n" + subject.value()).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(named));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
