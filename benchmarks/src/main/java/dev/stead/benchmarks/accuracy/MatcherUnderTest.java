package dev.stead.benchmarks.accuracy;

import dev.stead.benchmarks.process.ServiceProcess;
import dev.stead.benchmarks.report.ProgressBar;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.time.Environment;
import dev.stead.terminal.BulkProgress;
import dev.stead.terminal.OperatorClient;
import dev.stead.terminal.ServiceChannels;
import dev.stead.terminal.SubjectEnrolment;
import dev.stead.terminal.sample.CapturedSample;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A matcher with a gallery for each half of a test crew, as a process of its own. Its settings are those that it has by itself, but for the
 * budgets: at its terminals each test subject stands thousands of times. Owns the process.
 */
final class MatcherUnderTest implements AutoCloseable {
    /** Those at which somebody is compared with everybody. */
    static final int TERMINALS_OF_ALL = 16;

    private static final String MAIN = "dev.stead.matcher.MatcherMain";
    private static final List<String> JVM =
            List.of("--add-modules=jdk.incubator.vector", "-Xms48m", "-Xmn32m", "-Xmx2g");
    private static final Duration LONGEST = Duration.ofMinutes(30);
    private static final long LOOK_EVERY_NANOS = 200_000_000;

    private final LabelledEmbeddings data;
    private final String model;
    private final Environment environment;
    private final ServiceProcess process;

    private MatcherUnderTest(LabelledEmbeddings data, String model, Environment environment, ServiceProcess process) {
        this.data = data;
        this.model = model;
        this.environment = environment;
        this.process = process;
    }

    /**
     * How it is started.
     *
     * @param folder where it keeps what it has, new for each start
     * @param model of the embeddings
     * @param scope with whom captures at the terminals of rings are compared: {@code ring} or {@code ring_then_all}
     * @param ringAddress where rings come from
     */
    record Setup(Path folder, String model, double targetFpir, String scope, String ringAddress) {}

    static MatcherUnderTest start(LabelledEmbeddings data, Setup setup, Environment environment)
            throws IOException, InterruptedException {
        Files.createDirectories(setup.folder);
        Path kek = setup.folder.resolve("kek.json");
        ServiceProcess.run(MAIN, "create-template-key", kek.toString());
        String galleries = IntStream.range(0, TestCrew.HALVES)
                .mapToObj(half -> gallery(half) + ":" + setup.model + ":" + data.dimension())
                .collect(Collectors.joining(","));
        String scopes = IntStream.range(0, TERMINALS_OF_ALL)
                .mapToObj(i -> ",terminal/" + terminalOfAll(i) + "=all")
                .collect(Collectors.joining("", setup.scope, ""));
        Map<String, String> settings = new HashMap<>();
        settings.put("STEAD_LOG_LEVEL", "error");
        settings.put("STEAD_DATABASE_URL", "sqlite:" + setup.folder.resolve("matcher.db"));
        settings.put("STEAD_GALLERIES", galleries);
        settings.put("STEAD_TARGET_FPIR", Double.toString(setup.targetFpir));
        settings.put("STEAD_TASK_ADDRESS", setup.ringAddress);
        settings.put("STEAD_SEARCH_SCOPE", scopes);
        settings.put("STEAD_CAPTURE", "optional");
        settings.put("STEAD_REPEATED_CAPTURES", "count");
        settings.put("STEAD_TEMPLATE_KEK_FILE", kek.toString());
        settings.put(
                "STEAD_ASSERTION_KEY_FILE",
                AssertionKeys.open(setup.folder).privateKey().toString());
        for (String budget : List.of(
                "STEAD_ANSWERS_PER_TERMINAL",
                "STEAD_REFUSALS_PER_TERMINAL",
                "STEAD_IDENTIFICATIONS_PER_SUBJECT",
                "STEAD_NEAR_ANSWERS_PER_ENROLMENT",
                "STEAD_NEAR_ENROLMENTS_PER_OPERATOR")) {
            settings.put(budget, "100000000");
        }
        return new MatcherUnderTest(
                data,
                setup.model,
                environment,
                ServiceProcess.start(new ServiceProcess.Spec("service/matcher", MAIN, JVM, settings)));
    }

    static String gallery(int half) {
        return "half-" + half;
    }

    static String terminalOfAll(int number) {
        return "all-" + number;
    }

    ManagedChannel open(String terminal) {
        return process.open("terminal/" + terminal);
    }

    CapturedSample sample(int row) {
        return new CapturedSample(model, data.row(row), data.quality(row));
    }

    /**
     * Enrols with so many templates. Whose samples disagree is enrolled with the first one alone, as at a counter without another camera.
     *
     * @return those who are enrolled: whoever looks like somebody else is not
     */
    List<TestSubject> enrol(TestCrew crew, int templates, ProgressBar bar) {
        ManagedChannel channel = process.open("operator/o-1");
        try {
            var operator = OperatorClient.of(new ServiceChannels(channel, channel, channel), environment);
            List<TestSubject> enrolled = new ArrayList<>();
            long before = 0;
            for (int half = 0; half < TestCrew.HALVES; half++) {
                List<TestSubject> all = crew.half(half);
                long offset = before;
                Set<String> refused = enrol(operator, half, all, templates, done -> bar.at(offset + done));
                all.stream().filter(one -> !refused.contains(one.id())).forEach(enrolled::add);
                before += all.size();
            }
            return enrolled;
        } finally {
            channel.shutdownNow();
        }
    }

    private Set<String> enrol(
            OperatorClient operator, int half, List<TestSubject> subjects, int templates, LongConsumer done) {
        Map<String, String> refused = bulk(operator, half, subjects, templates, done);
        List<TestSubject> disagreeing = subjects.stream()
                .filter(one -> "SAMPLES_DISAGREE".equals(refused.get(one.id())))
                .toList();
        Set<String> still = new HashSet<>(refused.keySet());
        disagreeing.forEach(one -> still.remove(one.id()));
        still.addAll(bulk(operator, half, disagreeing, 1, _ -> {}).keySet());
        return still;
    }

    private Map<String, String> bulk(
            OperatorClient operator, int half, List<TestSubject> subjects, int templates, LongConsumer done) {
        BulkProgress end = operator.bulkEnrol(
                gallery(half),
                "1",
                subjects.stream().map(one -> enrolment(one, templates)).iterator(),
                progress -> done.accept(progress.durable()));
        return end.refused();
    }

    private SubjectEnrolment enrolment(TestSubject subject, int templates) {
        return new SubjectEnrolment(
                subject.id(),
                subject.templates(templates).stream().map(this::sample).toList());
    }

    /** Waits until the galleries are calibrated for their present sizes. */
    void awaitCalibrated() throws IOException, InterruptedException {
        await("stead_calibration_due", due -> due == 0);
    }

    /** Waits until this many rings are in use. */
    void awaitRings(int rings) throws IOException, InterruptedException {
        await("stead_rings", known -> known == rings);
    }

    private interface Wanted {
        boolean is(double value);
    }

    /** @param name of the metric, which all of its galleries must have */
    private void await(String name, Wanted wanted) throws IOException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        while (System.nanoTime() < end) {
            List<String> values = process.metrics()
                    .lines()
                    .filter(line -> line.matches(name + "([ {].*)"))
                    .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                    .toList();
            if (!values.isEmpty() && values.stream().allMatch(value -> wanted.is(Double.parseDouble(value)))) {
                return;
            }
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
        }
        throw new IllegalStateException(
                name + " did not become what it must be in " + LONGEST.toMinutes() + " minutes");
    }

    @Override
    public void close() {
        process.close();
    }
}
