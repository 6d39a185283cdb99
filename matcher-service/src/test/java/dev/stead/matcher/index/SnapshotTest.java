package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index goes into a file and comes back; what is damaged does not come back. */
class SnapshotTest {
    private static final int DIMENSION = 64;
    private static final int ROWS = 2_500;
    private static final byte[] HEADER = {1, 2, 3};

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void anIndexComesBackWithItsChangesAndAnswersAsExactSearchDoes() throws IOException {
        try (SteadIndex before = index();
                FlatIndex flat = new FlatIndex(DIMENSION, Kernels.best());
                SteadIndex after = new SteadIndex(DIMENSION, Kernels.best(), 1)) {
            fill(before, flat);
            load(after, save(before), flat.size() + 10);
            assertSameAnswers(after, flat);
            for (int ordinal = 0; ordinal < 500; ordinal += 3) {
                after.erase(ordinal);
                flat.erase(ordinal);
                MemorySegment vector = RandomVectors.unit(random, DIMENSION);
                after.put(5_000 + ordinal, vector);
                flat.put(5_000 + ordinal, vector);
            }
            assertSameAnswers(after, flat);
        }
    }

    @Test
    void rowsWhoseOwnersHaveGoneAreLeftOut() throws IOException {
        try (SteadIndex before = index();
                FlatIndex flat = new FlatIndex(DIMENSION, Kernels.best());
                SteadIndex after = new SteadIndex(DIMENSION, Kernels.best(), 1)) {
            fill(before, flat);
            load(after, save(before), 1_000);
            for (int ordinal = 1_000; ordinal < ROWS; ordinal++) {
                flat.erase(ordinal);
                assertThat(after.contains(ordinal)).isFalse();
            }
            assertSameAnswers(after, flat);
        }
    }

    @Test
    void aFileCutOffAtAnyByteOrWithOneBitChangedIsRefused() throws IOException {
        byte[] whole;
        try (SteadIndex before = index();
                FlatIndex flat = new FlatIndex(DIMENSION, Kernels.best())) {
            fill(before, flat);
            whole = Files.readAllBytes(save(before));
        }
        Path damaged = folder.resolve("damaged");
        for (int i = 0; i < 400; i++) {
            byte[] bytes;
            if (i % 2 == 0) {
                bytes = Arrays.copyOf(whole, i < 80 ? i : random.nextInt(whole.length));
            } else {
                int at = i < 80 ? i : random.nextInt(whole.length);
                bytes = whole.clone();
                bytes[at] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(damaged, bytes);
            try (SteadIndex after = new SteadIndex(DIMENSION, Kernels.best(), 1)) {
                assertThatThrownBy(() -> load(after, damaged, ROWS))
                        .as("seed %d, case %d", seed, i)
                        .isInstanceOf(SnapshotException.class);
                assertThat(after.size()).isZero();
            }
        }
    }

    /** Without checksums before it: what a reader says to bytes that somebody made up. */
    @Test
    void piecesOfRandomBytesAreRefusedOrHarmless() throws IOException {
        byte[] common;
        byte[] segment;
        try (SteadIndex before = index();
                FlatIndex flat = new FlatIndex(DIMENSION, Kernels.best())) {
            fill(before, flat);
            Snapshot snapshot = before.snapshot().orElseThrow();
            common = snapshot.common();
            segment = snapshot.segment(0);
        }
        int refused = 0;
        for (int i = 0; i < 2_000; i++) {
            byte[] badCommon = i % 2 == 0 ? common : mutated(common);
            byte[] badSegment = i % 2 == 1 ? segment : mutated(segment);
            try (SteadIndex after = new SteadIndex(DIMENSION, Kernels.best(), 1)) {
                try (Restoration restoration = after.restore(badCommon, 1)) {
                    restoration.add(0, badSegment, ordinal -> true);
                    restoration.finish();
                } catch (SnapshotException e) {
                    refused++;
                }
                var found = new Neighbours(3);
                after.search(RandomVectors.unit(random, DIMENSION), found);
            }
        }
        assertThat(refused).as("seed %d", seed).isPositive();
    }

    @Test
    void aHalfWrittenFileBesideTheWholeOneIsIgnored() throws IOException {
        Path file = folder.resolve("index");
        SnapshotFile.write(file, HEADER, 1, section -> new byte[] {7});

        assertThatThrownBy(() -> SnapshotFile.write(file, HEADER, 2, section -> {
                    if (section == 1) {
                        throw new IllegalStateException("killed here");
                    }
                    return new byte[] {8};
                }))
                .hasMessage("killed here");

        try (SnapshotFile saved = SnapshotFile.open(file)) {
            assertThat(saved.section(0)).containsExactly(7);
        }
        SnapshotFile.write(file, HEADER, 1, section -> new byte[] {9});
        try (SnapshotFile saved = SnapshotFile.open(file)) {
            assertThat(saved.section(0)).containsExactly(9);
        }
    }

    @Test
    void anotherDimensionIsRefused() throws IOException {
        try (SteadIndex before = index();
                FlatIndex flat = new FlatIndex(DIMENSION, Kernels.best());
                SteadIndex other = new SteadIndex(2 * DIMENSION, Kernels.best(), 1)) {
            fill(before, flat);
            Path file = save(before);

            assertThatThrownBy(() -> load(other, file, ROWS)).hasMessageContaining("64 dimensions");
        }
    }

    private byte[] mutated(byte[] piece) {
        byte[] bytes = random.nextInt(4) == 0 ? Arrays.copyOf(piece, random.nextInt(piece.length)) : piece.clone();
        for (int i = random.nextInt(8); i >= 0 && bytes.length > 0; i--) {
            int range = random.nextBoolean() ? Math.min(64, bytes.length) : bytes.length;
            bytes[random.nextInt(range)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private static SteadIndex index() {
        return new SteadIndex(DIMENSION, Kernels.best(), 1);
    }

    private void fill(SteadIndex index, FlatIndex flat) {
        for (int ordinal = 0; ordinal < ROWS; ordinal++) {
            MemorySegment vector = RandomVectors.unit(random, DIMENSION);
            index.put(ordinal, vector);
            flat.put(ordinal, vector);
        }
        index.settle();
    }

    private Path save(SteadIndex index) throws IOException {
        Snapshot snapshot = index.snapshot().orElseThrow();
        Path file = folder.resolve("index");
        SnapshotFile.write(
                file,
                HEADER,
                1 + snapshot.segments(),
                section -> section == 0 ? snapshot.common() : snapshot.segment(section - 1));
        return file;
    }

    private static void load(SteadIndex into, Path file, int keptBelow) throws IOException {
        try (SnapshotFile saved = SnapshotFile.open(file)) {
            if (!Arrays.equals(saved.header(), HEADER)) {
                throw new SnapshotException("another header");
            }
            try (Restoration restoration = into.restore(saved.section(0), saved.sections() - 1)) {
                for (int section = 1; section < saved.sections(); section++) {
                    restoration.add(section - 1, saved.section(section), ordinal -> ordinal < keptBelow);
                }
                restoration.finish();
            }
        }
    }

    private void assertSameAnswers(SteadIndex index, FlatIndex flat) {
        assertThat(index.size()).isEqualTo(flat.size());
        var found = new Neighbours(1);
        var exact = new Neighbours(1);
        for (int i = 0; i < 300; i++) {
            MemorySegment probe = RandomVectors.unit(random, DIMENSION);
            index.search(probe, Ordinals.all(), AccuracyTarget.EXHAUSTIVE, found);
            flat.search(probe, exact);
            assertThat(found.similarity(0))
                    .as("seed %d, probe %d", seed, i)
                    .isCloseTo(exact.similarity(0), org.assertj.core.data.Offset.offset(1e-3f));
        }
    }
}
