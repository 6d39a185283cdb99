package dev.stead.matcher.storage;

import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.mesh.time.Micros;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
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

    static void insert(Handle handle, ErasureReceipt receipt, String enrolment, SubjectId owner) {
        handle.createUpdate("""
                        INSERT INTO erasure (receipt_id, gallery_id, enrolment_id, owner_hash, erased_templates, erase_time)
                        VALUES (:id, :gallery, :enrolment, :owner, :templates, :time)
                        """)
                .bind("id", receipt.id().toString())
                .bind("gallery", receipt.gallery().value())
                .bind("enrolment", enrolment)
                .bind("owner", hash(receipt.id(), owner))
                .bind("templates", receipt.erasedTemplates())
                .bind("time", Micros.of(receipt.eraseTime()))
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
