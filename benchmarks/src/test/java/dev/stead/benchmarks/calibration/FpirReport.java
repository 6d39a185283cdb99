package dev.stead.benchmarks.calibration;

import dev.stead.benchmarks.data.InParallel;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.calibration.ImpostorSurvey;
import dev.stead.matcher.domain.calibration.ThresholdCurve;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * Prints, by gallery and ring size, the FPIR that was asked for and the one that strangers show: {@code FpirReport KIND SUBJECTS STRANGERS
 * GALLERIES}. Of several galleries of one kind and size, each with its own survey, the rates are taken together, and the least and the
 * greatest of them are printed beside.
 */
public final class FpirReport {
    private static final double[] TARGETS = {0.01, 0.001};
    private static final int[] RINGS = {5, 20, 100, 500};
    private static final ImpostorSurvey.Guard GUARD = new ImpostorSurvey.Guard(0.9f, 0.9f);
    private static final int THREADS = 2;
    private static final int POOL = 1_000;
    private static final int RINGS_EACH = 20;
    private static final long FIRST_STRANGER = 1L << 40;

    private FpirReport() {}

    public static void main(String[] args) {
        String kind = args[0];
        int subjects = Integer.parseInt(args[1]);
        int strangers = Integer.parseInt(args[2]);
        int galleries = Integer.parseInt(args[3]);
        print(kind, subjects, strangers, galleries, System.out);
    }

    /** Of one cell, over the galleries. */
    private static final class Cell {
        private long reached;
        private long compared;
        private double least = 1;
        private double most;
        private double threshold;

        void add(long some, long of, float at) {
            reached += some;
            compared += of;
            least = Math.min(least, (double) some / of);
            most = Math.max(most, (double) some / of);
            threshold = at;
        }
    }

    static void print(String kind, int subjects, int strangers, int galleries, PrintStream out) {
        Map<String, Cell> cells = new TreeMap<>();
        double seconds = 0;
        for (int seed = 1; seed <= galleries; seed++) {
            People people = people(kind, seed);
            try (var gallery = MemorySource.of(people, subjects)) {
                for (double target : TARGETS) {
                    long begun = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
                    var found = new ImpostorSurvey(gallery, new SplittableRandom(seed), () -> {}).survey(target, GUARD);
                    seconds = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begun) / 1e9;
                    if (seed == 1) {
                        found.thresholds().forEach(one -> out.printf(Locale.ROOT, "<!-- %.3g %s -->%n", target, one));
                    }
                    observe(gallery, people, strangers, found.curve().orElseThrow(), target, cells);
                }
            }
        }
        out.printf(
                Locale.ROOT,
                "%s, %,d subjects, %,d strangers, %d galleries; a survey took %.1f s of a core%n%n",
                kind,
                subjects,
                strangers,
                galleries,
                seconds);
        out.println("| compared | asked | observed | 95 % interval | least and greatest gallery | threshold |");
        out.println("| --- | --- | --- | --- | --- | --- |");
        cells.forEach((name, cell) -> {
            double share = (double) cell.reached / cell.compared;
            double z = 1.96;
            double n = cell.compared;
            double half = z * Math.sqrt(share * (1 - share) / n + z * z / (4 * n * n));
            double middle = share + z * z / (2 * n);
            out.printf(
                    Locale.ROOT,
                    "| %s | %.3f %% | %.3f to %.3f %% | %.3f to %.3f %% | %.3f |%n",
                    name,
                    100 * share,
                    100 * (middle - half) / (1 + z * z / n),
                    100 * (middle + half) / (1 + z * z / n),
                    100 * cell.least,
                    100 * cell.most,
                    cell.threshold);
        });
    }

    private static People people(String kind, long seed) {
        return switch (kind) {
            case "realistic" -> People.realistic(seed);
            case "families" -> People.families(seed);
            case "heavy" -> People.heavyTailed(seed);
            default -> throw new IllegalArgumentException("kind must be realistic, families or heavy, not " + kind);
        };
    }

    private static void observe(
            MemorySource gallery,
            People people,
            int strangers,
            ThresholdCurve curve,
            double target,
            Map<String, Cell> cells) {
        int whole = RINGS.length;
        List<long[][]> counted = InParallel.collect(THREADS, thread -> {
            long[][] counts = new long[whole + 1][2];
            for (int i = thread; i < strangers; i += THREADS) {
                observe(
                        gallery,
                        Embedding.normalised(people.sample(FIRST_STRANGER + i)),
                        new SplittableRandom(i),
                        curve,
                        counts);
            }
            return counts;
        });
        for (int i = 0; i <= whole; i++) {
            int at = i;
            int size = i < whole ? RINGS[i] : gallery.subjects();
            long reached = counted.stream().mapToLong(counts -> counts[at][0]).sum();
            long compared = counted.stream().mapToLong(counts -> counts[at][1]).sum();
            if (compared > 0) {
                String name = String.format(Locale.ROOT, "%,7d | %.1f %%", size, 100 * target);
                cells.computeIfAbsent(name, _ -> new Cell()).add(reached, compared, curve.at(size));
            }
        }
    }

    private static void observe(
            MemorySource gallery, Embedding stranger, SplittableRandom random, ThresholdCurve curve, long[][] counts) {
        int first = random.nextInt(gallery.subjects());
        float[] similarities = new float[Math.min(POOL, gallery.subjects())];
        for (int i = 0; i < similarities.length; i++) {
            similarities[i] = dot(
                    stranger.values(),
                    gallery.ofSubject((first + i) % gallery.subjects())
                            .getFirst()
                            .values());
        }
        for (int r = 0; r < RINGS.length; r++) {
            int size = RINGS[r];
            int rings = Math.min(RINGS_EACH, similarities.length / size);
            float threshold = curve.at(size);
            for (int ring = 0; ring < rings; ring++) {
                int from = ring * size;
                boolean reached = IntStream.range(from, from + size).anyMatch(i -> similarities[i] >= threshold);
                counts[r][0] += reached ? 1 : 0;
                counts[r][1]++;
            }
        }
        counts[RINGS.length][0] += gallery.best(stranger) >= curve.at(gallery.subjects()) ? 1 : 0;
        counts[RINGS.length][1]++;
    }

    private static float dot(float[] one, float[] other) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int i = 0; i < one.length; i += 4) {
            a += one[i] * other[i];
            b += one[i + 1] * other[i + 1];
            c += one[i + 2] * other[i + 2];
            d += one[i + 3] * other[i + 3];
        }
        return a + b + c + d;
    }
}
