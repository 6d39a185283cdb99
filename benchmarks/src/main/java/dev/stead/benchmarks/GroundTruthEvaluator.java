package dev.stead.benchmarks;

import dev.stead.benchmarks.data.DataSet;
import dev.stead.benchmarks.data.Dot;
import dev.stead.benchmarks.data.ExactSearch;
import dev.stead.benchmarks.data.MappedEmbeddingFile;
import dev.stead.benchmarks.data.NearestRows;
import dev.stead.benchmarks.report.ErrorRates;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Evaluates answers against exact search. Opens the gallery only while it evaluates: mapped pages would count as the
 * engine's memory.
 */
final class GroundTruthEvaluator {
    private static final int SCANNING_THREADS = 2;

    private final Case files;
    private final Agreement.GroundTruth truth;
    private final float[] probes;

    /** Which part of a data set, and the similarity at which a candidate is accepted; 0 rows or probes are all of them. */
    record Case(DataSet files, int dimension, int rows, int probes, double threshold) {
        MappedEmbeddingFile openGallery() {
            return MappedEmbeddingFile.open(files.gallery(), dimension, rows);
        }

        MappedEmbeddingFile openProbes() {
            return MappedEmbeddingFile.open(files.probes(), dimension, probes);
        }
    }

    private GroundTruthEvaluator(Case files, Agreement.GroundTruth truth, float[] probes) {
        this.files = files;
        this.truth = truth;
        this.probes = probes;
    }

    /** Runs exact search, unless its result is cached beside the probes. */
    static GroundTruthEvaluator of(Case files) {
        try (MappedEmbeddingFile gallery = files.openGallery();
                MappedEmbeddingFile asked = files.openProbes()) {
            Path probes = files.files().probes();
            Path cache = probes.resolveSibling(probes.getFileName() + ".exact-" + gallery.rows() + "-" + asked.rows());
            NearestRows exact = ExactSearch.cached(gallery, asked, ReportRunner.DEPTH, SCANNING_THREADS, cache);
            int[] mates = mates(files.files().truth(), gallery.rows(), asked.rows());
            return new GroundTruthEvaluator(
                    files, new Agreement.GroundTruth(mates, exact, files.threshold()), asked.read(0, asked.rows()));
        }
    }

    Agreement agreement(int[] rows, int k) {
        int dimension = files.dimension();
        try (MappedEmbeddingFile gallery = files.openGallery()) {
            float[] row = new float[dimension];
            return Agreement.of(rows, k, truth, (probe, found) -> {
                gallery.readInto(found, 1, row);
                return Dot.of(probes, probe * dimension, row, 0, dimension);
            });
        }
    }

    double recall(int[] rows, int k) {
        return Agreement.recall(rows, k, truth.exact());
    }

    MappedEmbeddingFile openGallery() {
        return files.openGallery();
    }

    /** The result of exact search for every probe. */
    ErrorRates.TopOnes topOnes() {
        int count = truth.mates().length;
        boolean[] mated = new boolean[count];
        boolean[] right = new boolean[count];
        float[] similarity = new float[count];
        for (int p = 0; p < count; p++) {
            mated[p] = truth.mates()[p] >= 0;
            right[p] = mated[p] && truth.exact().row(p, 0) == truth.mates()[p];
            similarity[p] = truth.exact().similarity(p, 0);
        }
        return new ErrorRates.TopOnes(mated, right, similarity);
    }

    Agreement.GroundTruth truth() {
        return truth;
    }

    /** All of them, row-major. */
    float[] probes() {
        return probes;
    }

    /** In a part of the gallery, a probe whose mate is left out has no mate. */
    private static int[] mates(Path truth, int rows, int probes) {
        int[] mates = DataSet.readTruth(truth);
        if (mates.length < probes) {
            throw new IllegalArgumentException(truth + " is about " + mates.length + " probes, not " + probes);
        }
        return Arrays.stream(mates, 0, probes)
                .map(mate -> mate < rows ? mate : -1)
                .toArray();
    }
}
