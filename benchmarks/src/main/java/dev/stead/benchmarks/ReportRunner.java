package dev.stead.benchmarks;

import dev.stead.benchmarks.engine.ProbeRun;
import java.util.ArrayList;
import java.util.List;

/** Measures one engine by itself, setting by setting. */
final class ReportRunner {
    /** Ten, so that recall10 comes from the same searches as everything else. */
    static final int K = 10;

    private final IndexUnderTest index;
    private final Machine machine;
    private final Agreement.Truth truth;
    private final Agreement.Similarity similarity;

    ReportRunner(IndexUnderTest index, Machine machine, Agreement.Truth truth, Agreement.Similarity similarity) {
        this.index = index;
        this.machine = machine;
        this.truth = truth;
        this.similarity = similarity;
    }

    /** What stays the same over all settings. */
    record Subject(String peer, int rows, int dimension, List<Integer> threads, double atLeastSeconds) {}

    /** First every probe once, for the answers and to warm up; then at least so many seconds for each number of threads. */
    Json measure(Subject subject, String setting) {
        index.engine().use(setting);
        int probes = truth.mates().length;
        ProbeRun answers = ProbeRun.of(index.engine(), new ProbeRun.Order(probes, K, 2, 0), machine.nanoClock());
        Agreement agreement = Agreement.of(answers.rows(), K, truth, similarity);
        Json json = new Json()
                .put("peer", subject.peer)
                .put("n", subject.rows)
                .put("dim", subject.dimension)
                .put("setting", setting)
                .put("agree1", agreement.agree1(), 5)
                .put("decide1", agreement.decide1(), 5)
                .put("recall1", agreement.recall1(), 5)
                .put("rank1", agreement.rank1(), 5)
                .put("recall10", agreement.recall10(), 5);
        List<ProbeRun> runs = new ArrayList<>();
        for (int threads : subject.threads) {
            long atLeast = (long) (subject.atLeastSeconds * 1e9);
            ProbeRun run =
                    ProbeRun.of(index.engine(), new ProbeRun.Order(probes, K, threads, atLeast), machine.nanoClock());
            runs.add(run);
            json.put("qps" + threads, run.searchesPerSecond(), 1);
        }
        return json.put("p50_us", runs.getFirst().micros(50), 1)
                .put("p99_us", runs.getFirst().micros(99), 1)
                .put("rss_mb", machine.residentMegabytes())
                .put("index_mb", index.indexBytes() >> 20)
                .put("build_s", index.buildSeconds(), 1);
    }
}
