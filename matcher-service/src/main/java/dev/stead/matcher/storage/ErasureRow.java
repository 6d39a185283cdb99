package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.SubjectId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/**
 * What is kept of an erasure, in the store and in the list of erasures: a receipt with what is needed to verify it, and to erase its
 * enrolment again. Names nobody.
 *
 * @param ownerHash lets a person find their own receipt
 * @param waits whether the erased wait until they may enrol themselves again
 */
public record ErasureRow(ErasureReceipt receipt, String enrolment, String ownerHash, boolean waits) {
    static ErasureRow of(ErasureReceipt receipt, String enrolment, Eraser.Erasure erasure) {
        return new ErasureRow(receipt, enrolment, hash(receipt.id(), erasure.subject()), erasure.waits());
    }

    UUID id() {
        return receipt.id();
    }

    boolean isOf(SubjectId subject) {
        return ownerHash.equals(hash(receipt.id(), subject));
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
