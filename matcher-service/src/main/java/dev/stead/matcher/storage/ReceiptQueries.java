package dev.stead.matcher.storage;

import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.Reenrolment;
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

    static void insert(Handle handle, ErasureReceipt receipt, String enrolment, TemplateStore.Erased erased) {
        handle.createUpdate("""
                        INSERT INTO erasure (receipt_id, gallery_id, enrolment_id, owner_hash, erased_templates, erase_time, reenrolment)
                        VALUES (:id, :gallery, :enrolment, :owner, :templates, :time, :reenrolment)
                        """)
                .bind("id", receipt.id().toString())
                .bind("gallery", receipt.gallery().value())
                .bind("enrolment", enrolment)
                .bind("owner", hash(receipt.id(), erased.subject()))
                .bind("templates", receipt.erasedTemplates())
                .bind("time", Micros.of(receipt.eraseTime()))
                .bind("reenrolment", erased.reenrolment().name())
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

    /** When the subject was erased last, if after {@code since} and their re-enrolment waits: by the hash of each receipt since. */
    static Optional<Instant> waitingSince(Handle handle, GalleryId gallery, SubjectId subject, Instant since) {
        return handle
                .createQuery("""
            SELECT receipt_id, owner_hash, erase_time, reenrolment FROM erasure
            WHERE gallery_id = :gallery AND erase_time > :since ORDER BY erase_time DESC
            """)
                .bind("gallery", gallery.value())
                .bind("since", Micros.of(since))
                .map((rows, context) -> new Waiting(
                        rows.getString("owner_hash")
                                .equals(hash(UUID.fromString(rows.getString("receipt_id")), subject)),
                        Reenrolment.valueOf(rows.getString("reenrolment")),
                        Micros.instant(rows.getLong("erase_time"))))
                .stream()
                .filter(Waiting::own)
                .findFirst()
                .filter(last -> last.reenrolment == Reenrolment.WAITS)
                .map(Waiting::eraseTime);
    }

    /** @param own whether the receipt is the subject's */
    private record Waiting(boolean own, Reenrolment reenrolment, Instant eraseTime) {}

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
