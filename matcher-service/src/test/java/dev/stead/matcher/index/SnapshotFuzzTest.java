package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever bytes a reader of snapshots meets: a valid index, or a refusal with its reason. In the build the seeds only; {@code
 * JAZZER_FUZZ=1} with one method in {@code -Dtest} looks for more, for a minute.
 */
@Tag("instrumented")
class SnapshotFuzzTest {
    private static final int SECTION_FIXED = 8;

    @TempDir
    static Path folder;

    private static Path file = Path.of("unused");

    @BeforeAll
    static void choose() {
        file = folder.resolve("fuzzed");
    }

    @AfterAll
    static void remove() throws IOException {
        Files.deleteIfExists(file);
    }

    static Stream<byte[]> files() throws IOException {
        Path sound = Files.createTempFile("sound", ".snapshot");
        SnapshotFile.write(sound, new byte[] {1, 2}, 2, i -> i == 0 ? TinySnapshot.common() : TinySnapshot.segment());
        byte[] whole = Files.readAllBytes(sound);
        Files.delete(sound);
        return Stream.of(whole, new byte[0], Arrays.copyOf(whole, 24), Arrays.copyOf(whole, whole.length - 1));
    }

    /** With checksums: nearly all is refused by them. */
    @MethodSource("files")
    @FuzzTest(maxDuration = "1m")
    void anyFileIsReadOrRefused(byte[] bytes) throws IOException {
        Files.write(file, bytes);
        try (SnapshotFile saved = SnapshotFile.open(file)) {
            long length = saved.header().length;
            for (int section = 0; section < saved.sections(); section++) {
                length += SECTION_FIXED + saved.section(section).length;
            }
            assertThat(length).isLessThan(bytes.length);
        } catch (SnapshotException e) {
            assertThat(e.getMessage()).isNotBlank();
        }
    }

    static Stream<byte[]> commons() {
        byte[] common = TinySnapshot.common();
        return Stream.concat(
                Stream.of(common, new byte[0], Arrays.copyOf(common, common.length - 1)),
                new Random(1).ints(40, 0, common.length).mapToObj(at -> changed(common, at)));
    }

    /** Without checksums, as if somebody had made them fit. */
    @MethodSource("commons")
    @FuzzTest(maxDuration = "1m")
    void anyCommonPieceIsReadOrRefused(byte[] bytes) {
        readOrRefuse(bytes, TinySnapshot.segment());
    }

    static Stream<byte[]> segments() {
        byte[] segment = TinySnapshot.segment();
        return Stream.concat(
                Stream.of(segment, new byte[0], Arrays.copyOf(segment, segment.length - 1)),
                new Random(2).ints(40, 0, segment.length).mapToObj(at -> changed(segment, at)));
    }

    @MethodSource("segments")
    @FuzzTest(maxDuration = "1m")
    void anySegmentIsReadOrRefused(byte[] bytes) {
        readOrRefuse(TinySnapshot.common(), bytes);
    }

    private static byte[] changed(byte[] bytes, int at) {
        byte[] changed = bytes.clone();
        changed[at] ^= (byte) (1 << at % 8);
        return changed;
    }

    private static void readOrRefuse(byte[] common, byte[] segment) {
        try (SteadIndex index = TinySnapshot.empty()) {
            try (Restoration restoration = index.restore(common, 1)) {
                restoration.add(0, segment, ordinal -> true);
                restoration.finish();
            } catch (SnapshotException e) {
                assertThat(e.getMessage()).isNotBlank();
                assertThat(index.size()).isZero();
            }
            // What was accepted can be searched, changed and saved.
            var found = new Neighbours(5);
            Random random = new Random(3);
            index.search(RandomVectors.unit(random, TinySnapshot.DIMENSION), found);
            assertThat(found.count()).isLessThanOrEqualTo(index.size());
            index.put(300, RandomVectors.unit(random, TinySnapshot.DIMENSION));
            index.erase(0);
            index.snapshot().ifPresent(Snapshot::common);
        }
    }
}
