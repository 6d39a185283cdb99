package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every single bit of a small snapshot, changed: the reader says what is damaged. */
class SnapshotBitFlipTest {
    private static final byte[] HEADER = {7, 7, 7};
    private static final int FIXED = 24;
    private static final int SECTION_FIXED = 8;

    @TempDir
    Path folder;

    @Test
    void everyBitFlipIsRefusedWithThePartThatItIsIn() throws IOException {
        Path file = folder.resolve("snapshot");
        byte[][] sections = {TinySnapshot.common(), TinySnapshot.segment(), {1, 2, 3}};
        SnapshotFile.write(file, HEADER, sections.length, section -> sections[section]);
        byte[] whole = Files.readAllBytes(file);
        assertThat(refusal(file)).as("unchanged").isEmpty();

        int section = -1;
        int next = FIXED + HEADER.length;
        int start = 0;
        for (int at = 0; at < whole.length; at++) {
            if (at == next) {
                section++;
                start = at;
                next += SECTION_FIXED + sections[section].length;
            }
            for (int bit = 0; bit < 8; bit++) {
                whole[at] ^= (byte) (1 << bit);
                Files.write(file, whole);
                whole[at] ^= (byte) (1 << bit);
                assertThat(refusal(file)).as("byte %d, bit %d", at, bit).matches(expected(section, at - start));
            }
        }
        assertThat(section).isEqualTo(sections.length - 1);
    }

    /** A length that is too short or too long is noticed at that section or after it. */
    private static String expected(int section, int within) {
        if (section < 0) {
            return "the file is not a snapshot|the file has format version .*|the header is damaged";
        }
        return within < Integer.BYTES
                ? ".*section \\d+.*|there is something after the last section"
                : "section " + section + " is damaged";
    }

    /** The reason, or nothing if all was read. */
    private static String refusal(Path file) throws IOException {
        try (SnapshotFile saved = SnapshotFile.open(file)) {
            for (int section = 0; section < saved.sections(); section++) {
                saved.section(section);
            }
            return "";
        } catch (SnapshotException e) {
            return String.valueOf(e.getMessage());
        }
    }

    /** A few bytes that claim millions of sections must not cost the memory for them. */
    @Test
    void moreSectionsThanTheFileHasRoomForAreRefused() throws IOException {
        Path file = folder.resolve("many");
        SnapshotFile.write(file, HEADER, 0, section -> new byte[0]);
        byte[] bytes = Files.readAllBytes(file);
        java.nio.ByteBuffer fixed = java.nio.ByteBuffer.wrap(bytes).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        int sections = 1 << 24;
        fixed.putInt(16, sections);
        var crc = new java.util.zip.CRC32C();
        crc.update(bytes, 0, 20);
        crc.update(HEADER);
        fixed.putInt(20, (int) crc.getValue());
        Files.write(file, bytes);

        assertThat(refusal(file)).isEqualTo("the header is damaged");
    }
}
