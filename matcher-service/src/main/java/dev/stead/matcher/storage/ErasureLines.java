package dev.stead.matcher.storage;

import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.mesh.SettingsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a list of erasures. Its first line names the list; each other is one erasure, and ends with a checksum of the line and the
 * list's id.
 */
record ErasureLines(UUID list) {
    private static final String TITLE = "stead-erasures 1 ";
    private static final String ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern HEADER = Pattern.compile(Pattern.quote(TITLE) + "(" + ID + ")");
    private static final Pattern LINE = Pattern.compile(
            "(" + ID + ") (\\S{1,64}) (\\S{1,64}) ([0-9a-f]{64}) (\\d{1,9}) (\\S{1,40}) (waits|free) [0-9a-f]{16}");
    private static final int CHECKSUM_BYTES = 8;

    static ErasureLines of(Path file, String header) {
        Matcher parts = HEADER.matcher(header);
        if (!parts.matches()) {
            throw refused(
                    file, "is not a list of erasures: set the file of this store, or put it back from its backup.");
        }
        return new ErasureLines(UUID.fromString(parts.group(1)));
    }

    String header() {
        return TITLE + list + "\n";
    }

    String text(ErasureRow row) {
        ErasureReceipt receipt = row.receipt();
        String text = String.join(
                " ",
                row.id().toString(),
                row.enrolment(),
                receipt.gallery().value(),
                row.ownerHash(),
                Integer.toString(receipt.erasedTemplates()),
                receipt.eraseTime().toString(),
                row.waits() ? "waits" : "free");
        return text + " " + checksum(text) + "\n";
    }

    /** @param number of the line, from 1, for whoever has to mend it */
    ErasureRow row(Path file, int number, String line) {
        Matcher parts = LINE.matcher(line);
        if (!parts.matches() || !line.endsWith(checksum(line.substring(0, line.lastIndexOf(' '))))) {
            throw refused(
                    file,
                    "is damaged in line " + number
                            + ": put the list back from its backup. What it lacks the store adds. Only if the store itself was not"
                            + " restored from a backup since, you may delete that line instead.");
        }
        return new ErasureRow(
                new ErasureReceipt(
                        UUID.fromString(parts.group(1)),
                        new GalleryId(parts.group(3)),
                        Integer.parseInt(parts.group(5)),
                        Instant.parse(parts.group(6))),
                parts.group(2),
                parts.group(4),
                parts.group(7).equals("waits"));
    }

    private String checksum(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((list + "\n" + text).getBytes(StandardCharsets.ISO_8859_1));
            return HexFormat.of().formatHex(hash, 0, CHECKSUM_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    /** @param why goes on after "which" */
    static SettingsException refused(Path file, String why) {
        return new SettingsException("STEAD_ERASURES_FILE names " + file + ", which " + why);
    }
}
