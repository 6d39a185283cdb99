package dev.stead.benchmarks.accuracy;

import dev.stead.benchmarks.accuracy.Trials.Outcome;
import dev.stead.benchmarks.process.WorkFolder;
import dev.stead.benchmarks.report.ProgressBar;
import dev.stead.mesh.time.Environment;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Starts a matcher for each FPIR and number of templates, and counts what becomes of the presentations at its terminals. */
final class AccuracyRun {
    /** Of 100: where a quality class ends and the next begins. */
    private static final int HIGH_QUALITY = 50;

    private final LabelledEmbeddings data;
    private final TestCrew crew;
    private final Plan plan;
    private final Environment environment;
    private final PrintWriter err;

    /**
     * Under which conditions: each with each.
     *
     * @param targets the FPIRs that matchers are set to
     * @param ringSizes 0 for everybody
     * @param scope of the terminals of rings
     * @param most presentations of either kind under one set of conditions
     */
    record Plan(
            List<Double> targets,
            List<Integer> templates,
            List<Integer> frames,
            List<Integer> ringSizes,
            String scope,
            String model,
            int most,
            long seed) {}

    AccuracyRun(LabelledEmbeddings data, TestCrew crew, Plan plan, Environment environment, PrintWriter err) {
        this.data = data;
        this.crew = crew;
        this.plan = plan;
        this.environment = environment;
        this.err = err;
    }

    /** In the order of a report. */
    List<Cell> run() throws IOException, InterruptedException {
        List<Cell> cells = new ArrayList<>();
        try (WorkFolder work = WorkFolder.create("stead-accuracy")) {
            for (double target : plan.targets) {
                for (int enrolled : plan.templates) {
                    Path folder = work.path().resolve(target + "-" + enrolled);
                    try (RingPublisher publisher = RingPublisher.start();
                            MatcherUnderTest matcher = MatcherUnderTest.start(
                                    data,
                                    new MatcherUnderTest.Setup(
                                            folder, plan.model, target, plan.scope, publisher.address()),
                                    environment)) {
                        cells.addAll(cells(new Galleries(matcher, publisher, folder), enrolled, target));
                    }
                }
            }
        }
        cells.sort(Cell.ORDER);
        return cells;
    }

    /** What a matcher is measured with. */
    private record Galleries(MatcherUnderTest matcher, RingPublisher publisher, Path folder) {}

    private List<Cell> cells(Galleries of, int enrolledTemplates, double target)
            throws IOException, InterruptedException {
        String heading = String.format(Locale.ROOT, "FPIR %s, %d templates: ", target, enrolledTemplates);
        var bar = bar(heading + "enrolling", crew.subjects().size());
        List<TestSubject> enrolled = of.matcher.enrol(crew, enrolledTemplates, bar);
        bar.end();
        say(String.format(
                Locale.ROOT,
                "%s%,d people, %,d of them enrolled; calibrating",
                heading,
                crew.subjects().size(),
                enrolled.size()));
        of.matcher.awaitCalibrated();
        Map<Integer, List<RingPartition>> partitions = plan.ringSizes.stream()
                .filter(size -> size > 0)
                .distinct()
                .collect(Collectors.toMap(Function.identity(), size -> partitions(enrolled, size)));
        List<RingPartition> all =
                partitions.values().stream().flatMap(List::stream).toList();
        of.publisher.publish(
                all.stream().flatMap(one -> one.messages().stream()).toList());
        of.matcher.awaitRings(all.stream().mapToInt(one -> one.rings().size()).sum());
        var trials = new Trials(of.matcher, of.folder, environment);
        List<Cell> cells = new ArrayList<>();
        for (int presented : plan.frames) {
            for (int ring : plan.ringSizes) {
                var size = new TrialPlan.Size(presented, plan.most, plan.seed);
                TrialPlan trialPlan = ring == 0
                        ? TrialPlan.ofAll(crew, enrolled, size)
                        : TrialPlan.ofRings(crew, Objects.requireNonNull(partitions.get(ring)), size);
                var conditions = new Cell.Conditions(
                        ring, enrolled.size() / TestCrew.HALVES, enrolledTemplates, presented, Cell.ALL, target);
                cells.addAll(cells(trialPlan, conditions, trials));
            }
        }
        return cells;
    }

    private List<RingPartition> partitions(List<TestSubject> enrolled, int ringSize) {
        return IntStream.range(0, TestCrew.HALVES)
                .mapToObj(half -> RingPartition.of(
                        enrolled.stream().filter(one -> one.half() == half).toList(), ringSize, half, plan.seed))
                .toList();
    }

    /** By quality class too, if qualities are known. */
    private List<Cell> cells(TrialPlan trialPlan, Cell.Conditions conditions, Trials trials) {
        if (trialPlan.mated().isEmpty()) {
            say("no ring of " + conditions.ring() + " among " + conditions.enrolled() + " who are enrolled: left out");
            return List.of();
        }
        var bar = bar(
                (conditions.ring() == 0 ? "everybody" : "rings of " + conditions.ring()) + ", " + conditions.frames()
                        + " frames",
                trialPlan.mated().size() + trialPlan.nonMated().size());
        List<Outcome> outcomes = trials.run(
                Stream.concat(trialPlan.mated().stream(), trialPlan.nonMated().stream())
                        .toList(),
                bar);
        bar.end();
        List<Cell> cells = new ArrayList<>();
        cells.add(cell(outcomes, conditions, _ -> true));
        if (data.hasQualities()) {
            cells.add(cell(outcomes, conditions.ofQuality(Cell.HIGH), one -> quality(one) >= HIGH_QUALITY));
            cells.add(cell(outcomes, conditions.ofQuality(Cell.LOW), one -> quality(one) < HIGH_QUALITY));
        }
        return cells;
    }

    private static Cell cell(List<Outcome> outcomes, Cell.Conditions conditions, Predicate<Outcome> of) {
        return Cell.of(
                conditions,
                outcomes.stream().filter(of).filter(Outcome::isMated).toList(),
                outcomes.stream().filter(of).filter(one -> !one.isMated()).toList());
    }

    private double quality(Outcome outcome) {
        return outcome.trial().frames().stream()
                .mapToInt(data::quality)
                .average()
                .orElseThrow();
    }

    private ProgressBar bar(String what, long all) {
        return new ProgressBar(err, what, all);
    }

    private void say(String what) {
        err.println(what);
        err.flush();
    }
}
