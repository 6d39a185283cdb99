package dev.stead.benchmarks.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * A gallery, probes and their truth as three files in the runner's format: {@code g.f32} and {@code p.f32} (raw little-endian
 * float32, row-major, unit norm), {@code t.i32} (for each probe the gallery row of its mate, or -1). 80 % of the probes are
 * mated, of which 5 % are bad captures; 20 % are strangers. The gallery's row {@code i} depends on the seed and {@code i}
 * only, so that a smaller gallery is the beginning of a larger one.
 */
public record DataSet(Path gallery, Path probes, Path truth) {
    private static final double STRANGERS = 0.2;
    private static final double BAD_AMONG_MATED = 0.05;
    /** Persons with numbers from here on are never enrolled. */
    private static final long FIRST_STRANGER = 1L << 40;

    /** What to make. */
    public record Plan(int rows, int probes, int dimension, long seed) {
        public Plan {
            if (rows < 1 || probes < 1) {
                throw new IllegalArgumentException("at least one row and one probe are needed");
            }
        }
    }

    /** The three files of this folder, whether or not they exist. */
    public static DataSet in(Path folder) {
        return new DataSet(folder.resolve("g.f32"), folder.resolve("p.f32"), folder.resolve("t.i32"));
    }

    /** Writes the data set into its own subfolder, unless it exists: seconds per 100,000 rows. */
    public static DataSet kept(Path parent, Plan plan) {
        Path folder =
                parent.resolve(plan.rows() + "x" + plan.dimension() + "-" + plan.probes() + "-seed-" + plan.seed());
        DataSet files = in(folder);
        // The ground truth is written last.
        return Files.exists(files.truth) ? files : write(folder, plan);
    }

    /** Writes the three files, a block at a time; each appears whole or not at all. */
    public static DataSet write(Path folder, Plan plan) {
        DataSet files = in(folder);
        Population people = new Population(plan.dimension(), plan.seed());
        RandomGenerator random = new SplittableRandom(~plan.seed());
        int[] mates = new int[plan.probes()];
        boolean[] bad = new boolean[plan.probes()];
        for (int p = 0; p < plan.probes(); p++) {
            boolean stranger = random.nextDouble() < STRANGERS;
            mates[p] = stranger ? -1 : random.nextInt(plan.rows());
            bad[p] = !stranger && random.nextDouble() < BAD_AMONG_MATED;
        }
        try {
            Files.createDirectories(folder);
            RowFiles.writeRows(files.gallery, plan.rows(), plan.dimension(), row -> people.sample(row, 0));
            RowFiles.writeRows(files.probes, plan.probes(), plan.dimension(), p -> {
                long person = mates[p] < 0 ? FIRST_STRANGER + p : mates[p];
                return bad[p] ? people.badSample(person, p + 1L) : people.sample(person, p + 1L);
            });
            ByteBuffer truth = ByteBuffer.allocate(4 * mates.length).order(ByteOrder.LITTLE_ENDIAN);
            truth.asIntBuffer().put(mates);
            RowFiles.whole(files.truth, channel -> RowFiles.writeFully(channel, truth));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into " + folder, e);
        }
        return files;
    }

    /** Reads {@code t.i32}. */
    public static int[] readTruth(Path truth) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(truth)).order(ByteOrder.LITTLE_ENDIAN);
            int[] mates = new int[bytes.remaining() / 4];
            bytes.asIntBuffer().get(mates);
            return mates;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + truth, e);
        }
    }
}
