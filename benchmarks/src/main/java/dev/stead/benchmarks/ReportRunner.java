package dev.stead.benchmarks;

import dev.stead.benchmarks.engine.Engine;
import dev.stead.benchmarks.engine.ProbeRun;
import dev.stead.benchmarks.report.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Measures one engine by itself, setting by setting. */
final class ReportRunner {
    /** Depth of the exact results: what recall10 needs. */
    static final int DEPTH = 10;

    private final Plan plan;
    private final IndexUnderTest index;
    private final Machine machine;
    private final GroundTruthEvaluator evaluator;

    /**
     * Parameters common to all settings.
     *
     * @param candidates how many rows a search is asked for, but where recall10 is measured
     */
    record Plan(int probes, int candidates, List<Integer> threads, double atLeastSeconds) {}

    ReportRunner(Plan plan, IndexUnderTest index, Machine machine, GroundTruthEvaluator evaluator) {
        this.plan = plan;
        this.index = index;
        this.machine = machine;
        this.evaluator = evaluator;
    }

    /**
     * First every probe once for the answers, and on as long as will be measured, for code of the first seconds is a third slower. Then at
     * least {@code seconds} per thread count, measuring only what a user would run; recall10 is separate. Evaluated last,
     * because the gallery's pages count as resident memory then.
     */
    Measured measure(String setting) {
        Engine engine = index.engine();
        engine.use(setting);
        long atLeast = Math.max(1, (long) (plan.atLeastSeconds * 1e9));
        ProbeRun answers = run(plan.candidates, 2, 0);
        run(plan.candidates, 2, atLeast);
        List<ProbeRun> runs = new ArrayList<>();
        Machine.Watch watch = machine.watch();
        for (int threads : plan.threads) {
            runs.add(run(plan.candidates, threads, atLeast));
        }
        double others = watch.others(machine);
        ProbeRun deep = run(DEPTH, 2, 0);
        long resident = machine.residentMegabytes();
        return new Measured(
                setting,
                evaluator.agreement(answers.rows(), plan.candidates),
                evaluator.recall(deep.rows(), DEPTH),
                plan.threads,
                runs,
                resident,
                others);
    }

    private ProbeRun run(int candidates, int threads, long atLeastNanos) {
        var order = new ProbeRun.Order(plan.probes, candidates, threads, atLeastNanos);
        return ProbeRun.of(index.engine(), order, machine.nanoClock());
    }

    /**
     * The measurements of one setting.
     *
     * @param runs one for each number of {@code threads}
     * @param others processors that other processes used meanwhile
     */
    record Measured(
            String setting,
            Agreement agreement,
            double recall10,
            List<Integer> threads,
            List<ProbeRun> runs,
            long residentMegabytes,
            double others) {
        /** The load from other processes that leaves the times usable. */
        private static final double LITTLE = 0.1;

        /** A warning about the times, if they are doubtful. */
        Optional<String> warning() {
            return warning(others);
        }

        static Optional<String> warning(double others) {
            return others < LITTLE
                    ? Optional.empty()
                    : Optional.of(String.format(
                            Locale.ROOT, "(meanwhile others used %.1f processors: measure these times again)", others));
        }

        /** The run whose latencies represent the setting. */
        ProbeRun first() {
            return runs.getFirst();
        }

        /** Appends to the engine's members. */
        Json addTo(Json json) {
            json.put("setting", setting)
                    .put("agree1", agreement.agree1(), 5)
                    .put("decide1", agreement.decide1(), 5)
                    .put("recall1", agreement.recall1(), 5)
                    .put("rank1", agreement.rank1(), 5)
                    .put("recall10", recall10, 5);
            for (int i = 0; i < runs.size(); i++) {
                json.put("qps" + threads.get(i), runs.get(i).searchesPerSecond(), 1);
            }
            return json.put("p50_us", first().micros(50), 1)
                    .put("p99_us", first().micros(99), 1)
                    .put("rss_mb", residentMegabytes);
        }
    }
}
