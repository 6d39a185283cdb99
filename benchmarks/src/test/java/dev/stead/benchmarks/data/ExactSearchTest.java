package dev.stead.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactSearchTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @ParameterizedTest(name = "{0} rows, {1} probes, {2} dimensions (seed 5)")
    @CsvSource({"1, 1, 16", "3, 5, 20", "257, 17, 37", "700, 33, 128"})
    void findsWhatPlainLoopsFind(int rows, int probes, int dimension) {
        DataSet files = DataSet.write(folder, new DataSet.Plan(rows, probes, dimension, 5));
        try (MappedEmbeddingFile gallery = MappedEmbeddingFile.open(files.gallery(), dimension, 0);
                MappedEmbeddingFile asked = MappedEmbeddingFile.open(files.probes(), dimension, 0)) {
            NearestRows nearest = ExactSearch.search(gallery, asked, 3, 2);

            for (int p = 0; p < probes; p++) {
                assertThat((double) nearest.similarity(p, 0)).isCloseTo(best(gallery, asked.read(p, 1)), within(1e-5));
                assertThat(nearest.row(p, 2)).isEqualTo(rows < 3 ? -1 : nearest.row(p, 2));
                assertThat(nearest.similarity(p, 0)).isGreaterThanOrEqualTo(nearest.similarity(p, 1));
            }
        }
    }

    @Test
    void theCacheServesOnlyTheFilesItWasMadeFrom() throws Exception {
        Path cache = folder.resolve("exact");
        int[] first = cachedRows(1, cache);
        long written = Files.size(cache);

        assertThat(cachedRows(1, cache)).containsExactly(first);
        assertThat(cachedRows(2, cache)).isNotEqualTo(first);
        assertThat(Files.size(cache)).isEqualTo(written);
    }

    @Test
    void oneChangedByteOfTheGalleryMakesTheCacheWorthless() throws Exception {
        DataSet files = DataSet.write(folder, new DataSet.Plan(200, 10, 32, 1));
        Path cache = folder.resolve("exact");
        int[] before = cachedRows(files, cache);
        try (FileChannel gallery = FileChannel.open(files.gallery(), StandardOpenOption.WRITE)) {
            // The first probe's nearest row becomes the zero vector, but for its last bytes.
            gallery.write(ByteBuffer.allocate(31 * Float.BYTES), 4L * 32 * before[0]);
        }

        assertThat(cachedRows(files, cache)[0]).isNotEqualTo(before[0]);
    }

    @Test
    void aFileOfAnotherDimensionIsRefused() throws Exception {
        Path file = Files.write(folder.resolve("odd"), new byte[4 * 100]);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> MappedEmbeddingFile.open(file, 64, 0).close())
                .withMessageContaining("not a whole number of rows");
    }

    @Test
    void mostMatesAreFirstAndStrangersHaveNone() {
        DataSet files = DataSet.write(folder, new DataSet.Plan(500, 500, 512, 3));
        int[] mates = DataSet.readTruth(files.truth());
        try (MappedEmbeddingFile gallery = MappedEmbeddingFile.open(files.gallery(), 512, 0);
                MappedEmbeddingFile probes = MappedEmbeddingFile.open(files.probes(), 512, 0)) {
            NearestRows nearest = ExactSearch.search(gallery, probes, 1, 1);
            int mated = 0;
            int found = 0;
            for (int p = 0; p < mates.length; p++) {
                mated += mates[p] >= 0 ? 1 : 0;
                found += mates[p] >= 0 && mates[p] == nearest.row(p, 0) ? 1 : 0;
            }
            assertThat(mated).isBetween(360, 440);
            assertThat((double) found / mated).isBetween(0.94, 1.0);
        }
    }

    @Test
    void aSmallerGalleryIsTheBeginningOfALargerOne() {
        DataSet small = DataSet.write(folder.resolve("small"), new DataSet.Plan(10, 1, 64, 9));
        DataSet large = DataSet.write(folder.resolve("large"), new DataSet.Plan(30, 1, 64, 9));
        try (MappedEmbeddingFile a = MappedEmbeddingFile.open(small.gallery(), 64, 0);
                MappedEmbeddingFile b = MappedEmbeddingFile.open(large.gallery(), 64, 10)) {
            assertThat(b.rows()).isEqualTo(10);
            assertThat(a.read(0, 10)).containsExactly(b.read(0, 10));
        }
    }

    private int[] cachedRows(long seed, Path cache) {
        return cachedRows(DataSet.write(folder, new DataSet.Plan(50, 10, 32, seed)), cache);
    }

    private static int[] cachedRows(DataSet files, Path cache) {
        try (MappedEmbeddingFile gallery = MappedEmbeddingFile.open(files.gallery(), 32, 0);
                MappedEmbeddingFile probes = MappedEmbeddingFile.open(files.probes(), 32, 0)) {
            return ExactSearch.cached(gallery, probes, 5, 2, cache).rows();
        }
    }

    private static double best(MappedEmbeddingFile gallery, float[] probe) {
        double best = -2;
        for (int r = 0; r < gallery.rows(); r++) {
            float[] row = gallery.read(r, 1);
            double dot = 0;
            for (int i = 0; i < probe.length; i++) {
                dot += (double) row[i] * probe[i];
            }
            best = Math.max(best, dot);
        }
        return best;
    }
}
