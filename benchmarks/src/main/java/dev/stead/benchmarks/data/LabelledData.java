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
 * Embeddings of people with what is known of each row, as four files: {@code g.f32} (raw little-endian float32, row-major, unit norm),
 * {@code l.i32} (the person), {@code s.i32} (the session: rows of one are frames of a burst) and {@code q.u8} (the quality, 0 to 100).
 * Everybody has a few single captures of high quality. Some people also have bursts, of which 5 % are of low quality.
 */
public record LabelledData(Path embeddings, Path labels, Path sessions, Path qualities) {
    private static final int CAPTURES = 3;
    private static final int BURSTS = 3;
    private static final int FRAMES = 3;
    private static final int ROWS_OF_MATED = CAPTURES + BURSTS * FRAMES;
    private static final double BAD_BURSTS = 0.05;
    private static final byte HIGH = 80;
    private static final byte LOW = 40;

    /**
     * What to make.
     *
     * @param mated how many of the people have bursts
     */
    public record Plan(int people, int mated, int dimension, long seed) {
        public Plan {
            if (mated < 1 || people < mated) {
                throw new IllegalArgumentException("there must be at least one mated person, and no more than people");
            }
        }

        private int rows() {
            return CAPTURES * people + BURSTS * FRAMES * mated;
        }
    }

    /** One row: whose, and which frame of which session. Captures are sessions of their own, before the bursts. */
    private record Row(int person, int session, int frame) {
        static Row of(int row, Plan plan) {
            int ofMated = ROWS_OF_MATED * plan.mated;
            if (row >= ofMated) {
                return new Row(plan.mated + (row - ofMated) / CAPTURES, (row - ofMated) % CAPTURES, 0);
            }
            int within = row % ROWS_OF_MATED;
            int person = row / ROWS_OF_MATED;
            return within < CAPTURES
                    ? new Row(person, within, 0)
                    : new Row(person, CAPTURES + (within - CAPTURES) / FRAMES, (within - CAPTURES) % FRAMES);
        }

        boolean isOfBurst() {
            return session >= CAPTURES;
        }

        boolean isBad(long seed) {
            return isOfBurst() && generator(seed).nextDouble() < BAD_BURSTS;
        }

        private RandomGenerator generator(long seed) {
            return new SplittableRandom(~seed * 31 + person * 1_000L + session);
        }
    }

    /** Writes the files into their own subfolder, unless they are there: seconds per 100,000 rows. */
    public static LabelledData kept(Path parent, Plan plan) {
        Path folder = parent.resolve(plan.people + "-" + plan.mated + "x" + plan.dimension + "-seed-" + plan.seed);
        var files = new LabelledData(
                folder.resolve("g.f32"), folder.resolve("l.i32"), folder.resolve("s.i32"), folder.resolve("q.u8"));
        // The embeddings are written last.
        if (!Files.exists(files.embeddings)) {
            files.write(plan);
        }
        return files;
    }

    private void write(Plan plan) {
        var people = new Population(plan.dimension, plan.seed);
        int rows = plan.rows();
        ByteBuffer persons = ByteBuffer.allocate(4 * rows).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer bursts = ByteBuffer.allocate(4 * rows).order(ByteOrder.LITTLE_ENDIAN);
        byte[] quality = new byte[rows];
        for (int i = 0; i < rows; i++) {
            Row row = Row.of(i, plan);
            persons.putInt(row.person);
            bursts.putInt(row.session);
            quality[i] = row.isBad(plan.seed) ? LOW : HIGH;
        }
        try {
            Files.createDirectories(embeddings.toAbsolutePath().getParent());
            RowFiles.whole(labels, channel -> RowFiles.writeFully(channel, persons.flip()));
            RowFiles.whole(sessions, channel -> RowFiles.writeFully(channel, bursts.flip()));
            RowFiles.whole(qualities, channel -> RowFiles.writeFully(channel, ByteBuffer.wrap(quality)));
            RowFiles.writeRows(embeddings, rows, plan.dimension, i -> {
                Row row = Row.of(i, plan);
                return row.isOfBurst()
                        ? people.frame(row.person, row.session, row.frame, row.isBad(plan.seed))
                        : people.sample(row.person, row.session);
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write beside " + embeddings, e);
        }
    }
}
