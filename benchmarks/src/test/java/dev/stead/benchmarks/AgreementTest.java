package dev.stead.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.benchmarks.data.DataSet;
import dev.stead.benchmarks.data.ExactSearch;
import dev.stead.benchmarks.data.MappedEmbeddingFile;
import dev.stead.benchmarks.data.NearestRows;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four probes in the plane, whose similarities are read off: three mated with rows 0, 1 and 2, one stranger. */
class AgreementTest {
    private static final float[][] GALLERY = {{1, 0}, {0, 1}, {-1, 0}, {0.6f, 0.8f}};
    /** To their nearest: 1.0, 0.96 (row 3, not the mate), 0.8, 0.8. */
    private static final float[][] PROBES = {{1, 0}, {0.8f, 0.6f}, {-0.8f, -0.6f}, {0, -1}};

    private static final int[] MATES = {0, 1, 2, -1};

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    private Path folder;

    @SuppressWarnings("NullAway.Init") // set before each
    private NearestRows exact;

    @BeforeEach
    void searchExactly() throws Exception {
        DataSet files = DataSet.in(folder);
        write(files.gallery(), GALLERY);
        write(files.probes(), PROBES);
        try (MappedEmbeddingFile gallery = MappedEmbeddingFile.open(files.gallery(), 2, 0);
                MappedEmbeddingFile probes = MappedEmbeddingFile.open(files.probes(), 2, 0)) {
            exact = ExactSearch.search(gallery, probes, 2, 1);
        }
    }

    @Test
    void exactSearchPutsOneMateSecond() {
        assertThat(exact.row(1, 0)).isEqualTo(3);
        assertThat(exact.row(3, 0)).isEqualTo(0);
    }

    @Test
    void whatExactSearchDoesAgreesWhateverItIsWorth() {
        assertThat(judged(0.7, 0, 3, 2, 0)).isEqualTo(new Agreement(1, 1, 1, 2.0 / 3));
    }

    @Test
    void anotherImpostorUnderTheThresholdChangesNoDecision() {
        assertThat(judged(0.7, 0, 3, 2, 2)).isEqualTo(new Agreement(1, 1, 0.75, 2.0 / 3));
    }

    @Test
    void aMateThatIsNotFoundChangesBoth() {
        assertThat(judged(0.7, 3, 3, 2, 0)).isEqualTo(new Agreement(0.5, 0.75, 0.75, 1.0 / 3));
    }

    @Test
    void aMissUnderTheThresholdDecidesAlike() {
        assertThat(judged(0.9, 0, 3, 3, 0)).isEqualTo(new Agreement(0.5, 1, 0.75, 1.0 / 3));
    }

    @Test
    void aMateBetterThanExactSearchsFirstStillDisagrees() {
        assertThat(judged(0.7, 0, 1, 2, 0)).isEqualTo(new Agreement(1, 0.75, 0.75, 1));
    }

    @Test
    void nothingFoundIsNobody() {
        assertThat(judged(1.1, -1, -1, -1, -1)).isEqualTo(new Agreement(0, 1, 0, 0));
    }

    @Test
    void recallCountsAnyOrder() {
        assertThat(Agreement.recall(new int[] {3, 0, 0, 3, 2, -1, -1, -1}, 2, exact))
                .isEqualTo(5 / 8.0);
    }

    private Agreement judged(double threshold, int... rows) {
        return Agreement.of(rows, 1, new Agreement.GroundTruth(MATES, exact, threshold), (probe, row) -> {
            float[] a = PROBES[probe];
            float[] b = GALLERY[row];
            return a[0] * b[0] + a[1] * b[1];
        });
    }

    private static void write(Path file, float[][] rows) throws Exception {
        ByteBuffer bytes = ByteBuffer.allocate(8 * rows.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float[] row : rows) {
            bytes.putFloat(row[0]).putFloat(row[1]);
        }
        Files.write(file, bytes.array());
    }
}
