package dev.stead.terminal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.v1.BulkEnrolRequest;
import dev.stead.mesh.testing.TestServer;
import dev.stead.mesh.time.Environment;
import dev.stead.terminal.FakeEnrolment;
import dev.stead.terminal.FakeMatcher;
import dev.stead.terminal.FakeTasks;
import dev.stead.terminal.ServiceChannels;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CliTest {
    private static final String GROUP = "node_modules/@vladmandic/face-api/demo/sample2.jpg";

    @TempDir
    private Path folder;

    private final FakeMatcher matcher = new FakeMatcher();
    private final FakeTasks tasks = new FakeTasks();
    private final FakeEnrolment enrolment = new FakeEnrolment();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> variables = new HashMap<>();
    private TestServer server;
    private Path probe;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.start(List.of(), matcher, tasks, enrolment);
        probe = Files.write(folder.resolve("probe.f32"), new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
        variables.put("STEAD_JOURNAL", folder.resolve("journal").toString());
        variables.put("HOME", "not ours");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(boolean interactive, String... arguments) {
        Connector connector = settings -> new Connector.Connection(
                new ServiceChannels(server.anonymous(), server.anonymous(), server.anonymous()), () -> {});
        CommandEnvironment commandEnvironment = new CommandEnvironment(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                interactive,
                variables,
                new Environment(InstantSource.system(), new Random(1)),
                System::nanoTime,
                connector);
        return Cli.run(commandEnvironment, arguments);
    }

    private int run(String... arguments) {
        return run(false, arguments);
    }

    @Test
    void everyCommandExplainsItselfWithExamplesAndExitCodes() {
        List<String> commands =
                List.of("identify", "tasks", "confirm", "enrol", "duplicates", "simulate", "pad-report", "audit");
        for (String command : commands) {
            assertThat(run(command, "--help")).isZero();
            assertThat(out.toString())
                    .contains("Examples:")
                    .contains("Exit codes:")
                    .contains("70  a bug in this program");
        }
        assertThat(run()).isZero();
        assertThat(out.toString()).contains(commands);
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "fly",
                "identify",
                "identify x.f32 --wings",
                "enrol --synthetic 3",
                "enrol --consent v1",
                "enrol --consent v1 --synthetic 0",
                "enrol --consent v1 --synthetic 3 --folder x",
                "simulate --synthetic 3 --rate 0",
                "simulate --synthetic 3 --duration soon",
                "simulate --synthetic 3 --duration 25h",
                "simulate --synthetic 3 --terminals 0",
                "simulate --synthetic 3 --strangers 2",
                "simulate --synthetic many",
                "pad-report --presentations 0",
                "pad-report --presentations 101",
                "identify x.f32 --faces everybody",
                "identify x\0.jpg",
                "tasks",
                "tasks --assertion /nowhere/who.jws"
            })
    void aWrongCommandLineIsExitCodeTwoWithTheReason(String arguments) {
        assertThat(run(arguments.split(" ", -1))).isEqualTo(2);
        assertThat(err.toString()).isNotBlank().doesNotContain("\tat ").doesNotContain("\u001b[");
    }

    @Test
    void identifiesAPictureAndWritesTheAssertionForItsOwnerOnly() throws IOException {
        matcher.will(FakeMatcher.Step.IDENTIFY);
        Path assertion = folder.resolve("who.jws");
        assertThat(run("identify", alone().toString(), "--assertion", assertion.toString()))
                .isZero();
        assertThat(out.toString()).startsWith("identified; the assertion is valid until 2027");
        assertThat(Files.readString(assertion)).isEqualTo("signed.1.x\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(assertion)))
                .isEqualTo("rw-------");
        assertThat(matcher.frames.getFirst().getSample().getEmbedding().getModel())
                .isEqualTo("faceplugin-mobilefacenet@0.0.1");
    }

    /** One of the three people of the group, alone. */
    private Path alone() throws IOException {
        Path file = folder.resolve("alone.jpg");
        ImageIO.write(ImageIO.read(Path.of(GROUP).toFile()).getSubimage(1380, 0, 420, 520), "jpeg", file.toFile());
        return file;
    }

    @Test
    void aGroupIsIdentifiedOnlyIfOneOfThemIsAskedFor() {
        matcher.will(FakeMatcher.Step.IDENTIFY);
        assertThat(run("identify", GROUP)).isEqualTo(13);
        assertThat(err.toString()).contains("stead: SEVERAL_FACES: ").contains("shows 3 faces");
        assertThat(matcher.frames).isEmpty();
        assertThat(run("identify", GROUP, "--faces", "largest")).isZero();
        assertThat(err.toString()).contains("note: ").contains("the largest is taken");
    }

    @Test
    void noCodeOfOursIsTheJvmsOrTheShells() {
        for (ExitCode exit : ExitCode.values()) {
            assertThat(exit.code()).isNotEqualTo(3).isBetween(0, 125);
        }
        // 1 and 2 are the JVM's and the shell's too, and mean here what they mean there: no answer.
        assertThat(ExitCode.PARTLY.code()).isEqualTo(1);
        assertThat(ExitCode.USAGE.code()).isEqualTo(2);
    }

    @Test
    void theExitCodeTellsTheOutcome() {
        matcher.will(FakeMatcher.Step.NOT_IDENTIFY, FakeMatcher.Step.AMBIGUOUS, FakeMatcher.Step.REFUSE);
        assertThat(run("identify", probe.toString())).isEqualTo(10);
        assertThat(run("identify", probe.toString(), "--model-id", "my@1")).isEqualTo(11);
        assertThat(run("identify", probe.toString())).isEqualTo(10);
        assertThat(err.toString()).contains("stead: QUALITY_TOO_LOW: take another sample");
        assertThat(run("identify", "none.jpg")).isEqualTo(65);
        assertThat(err.toString()).contains("FILE_UNREADABLE: none.jpg cannot be read: it does not exist");
        variables.put("STEAD_QUICK_DEADLINE", "200ms");
        assertThat(run("identify", probe.toString())).isEqualTo(69);
        assertThat(err.toString()).contains("the matcher did not respond in time");
    }

    @Test
    void theGalleryComesFromTheEnvironmentOrAnOption() {
        matcher.will(FakeMatcher.Step.NOT_IDENTIFY, FakeMatcher.Step.NOT_IDENTIFY, FakeMatcher.Step.NOT_IDENTIFY);
        run("identify", probe.toString());
        variables.put("STEAD_GALLERY", "staff");
        run("identify", probe.toString());
        run("identify", probe.toString(), "--gallery", "guests");
        assertThat(matcher.frames)
                .extracting(frame -> frame.getGalleryId())
                .containsExactly("people", "staff", "guests");
    }

    @Test
    void aMistypedSettingNamesTheRightOne() {
        variables.put("STEAD_GALERY", "staff");
        assertThat(run("identify", probe.toString())).isEqualTo(2);
        assertThat(err.toString()).contains("STEAD_GALERY").contains("STEAD_GALLERY");
    }

    @Test
    void listsTasksAndConfirmsOne() {
        matcher.will(FakeMatcher.Step.IDENTIFY, FakeMatcher.Step.IDENTIFY, FakeMatcher.Step.NOT_IDENTIFY);
        tasks.will(FakeTasks.Step.SUCCEED);
        assertThat(run("tasks", "--sample", probe.toString())).isZero();
        assertThat(out.toString()).contains("task of signed.1.x");
        assertThat(run("confirm", "task-1", "--sample", probe.toString())).isZero();
        assertThat(out.toString()).contains("done (execution execution-1)");
        assertThat(run("confirm", "task-1", "--sample", probe.toString())).isEqualTo(10);
        assertThat(tasks.confirmed).hasSize(1);
    }

    @Test
    void aRefusedConfirmationIsAnAnswer() {
        matcher.will(FakeMatcher.Step.IDENTIFY);
        tasks.will(FakeTasks.Step.REFUSE);
        assertThat(run("confirm", "task-1", "--sample", probe.toString())).isEqualTo(10);
        assertThat(out.toString()).contains("refused: WINDOW_CLOSED: the window is closed");
    }

    @Test
    void aReportNeedsNoPerson() {
        tasks.will(FakeTasks.Step.SUCCEED, FakeTasks.Step.FAIL);
        assertThat(run("confirm", "--collected", "execution-1")).isZero();
        assertThat(run("confirm", "--not-collected", "execution-1")).isEqualTo(10);
    }

    @Test
    void enrolsManyWithOneRefused() throws IOException {
        for (String subject : List.of("ana", "ben", "refuse-me")) {
            Files.copy(
                    probe,
                    Files.createDirectories(folder.resolve("people/" + subject)).resolve("1.f32"));
        }
        assertThat(run("enrol", "--folder", folder.resolve("people").toString(), "--consent", "v1"))
                .isEqualTo(1);
        assertThat(out.toString()).contains("2 enrolled (now or before), 1 refused, 0 files or folders not taken");
        assertThat(err.toString()).isEqualTo("refused refuse-me: SUBJECT_EXISTS" + System.lineSeparator());
        assertThat(enrolment.received)
                .extracting(BulkEnrolRequest::getSubjectId)
                .containsExactly("ana", "ben", "refuse-me");
        assertThat(enrolment.received)
                .allSatisfy(request ->
                        assertThat(request.getConsent().getPolicyVersion()).isEqualTo("v1"));
    }

    @Test
    void warnsOfWhomItEnrolledAlthoughTheyLookAlike() throws IOException {
        Files.copy(
                probe, Files.createDirectories(folder.resolve("people/warn-me")).resolve("1.f32"));
        assertThat(run("enrol", "--folder", folder.resolve("people").toString(), "--consent", "v1"))
                .isZero();
        assertThat(err.toString()).contains("warning: warn-me looks like ada; both are enrolled");
    }

    @Test
    void listsWhoIsPerhapsEnrolledTwiceAndHowManyThereAre() {
        assertThat(run("duplicates")).isZero();
        assertThat(out.toString()).isEqualTo("""
                2026-11-28T10:00:00Z  ada  eve
                1 of 2 pairs
                """);
        assertThat(run("duplicates", "--gallery", "palms")).isZero();
        assertThat(out.toString()).endsWith("0 of 0 pairs\n");
    }

    @Test
    void saysWhomSomebodyLooksLikeAndSendsTheOperatorsWord() throws IOException {
        for (String subject : List.of("eve", "refuse-alike")) {
            Files.copy(
                    probe,
                    Files.createDirectories(folder.resolve("people/" + subject)).resolve("1.f32"));
        }
        String people = folder.resolve("people").toString();
        assertThat(run("enrol", "--folder", people, "--consent", "v1", "--look-alike", "eve=ada", "--reason", "twins"))
                .isEqualTo(1);
        assertThat(err.toString())
                .contains("refused refuse-alike: WRONG_PERSON")
                .contains("refuse-alike looks like ada: if they are two people, add --look-alike refuse-alike=ada");
        assertThat(enrolment.received.getFirst().getLookAlikes(0).getReason()).isEqualTo("twins");
        assertThat(enrolment.received.getLast().getLookAlikesList()).isEmpty();
        assertThat(run("enrol", "--folder", people, "--consent", "v1", "--look-alike", "eve=ada"))
                .as("without a reason")
                .isEqualTo(2);
        assertThat(run("enrol", "--folder", people, "--consent", "v1", "--look-alike", "eve", "--reason", "twins"))
                .as("without the other")
                .isEqualTo(2);
    }

    @Test
    void aBadFileStopsNobodyElse() throws IOException {
        Path people = folder.resolve("people");
        for (String subject : List.of("ana", "cem")) {
            Files.copy(probe, Files.createDirectories(people.resolve(subject)).resolve("1.f32"));
        }
        Files.writeString(Files.createDirectories(people.resolve("ben")).resolve("1.jpg"), "<html>not found</html>");
        Files.writeString(people.resolve("ana/2.heic"), "\0\0\0\u0018ftypheic");
        Files.copy(probe, people.resolve("loose.f32"));
        for (int run = 1; run <= 2; run++) {
            assertThat(run("enrol", "--folder", people.toString(), "--consent", "v1"))
                    .isEqualTo(1);
            assertThat(enrolment.received)
                    .hasSize(2 * run)
                    .extracting(BulkEnrolRequest::getSubjectId)
                    .endsWith("ana", "cem");
        }
        assertThat(out.toString()).contains("2 enrolled (now or before), 0 refused, 4 files or folders not taken");
        assertThat(err.toString().lines().limit(4))
                .allMatch(line -> line.startsWith("not taken: "))
                .anyMatch(line -> line.contains("OUTSIDE_A_PERSON") && line.contains("loose.f32"))
                .anyMatch(line -> line.contains("FORMAT_NOT_READ") && line.contains("HEIC"))
                .anyMatch(line -> line.contains("FORMAT_NOT_READ") && line.contains("1.jpg"))
                .anyMatch(line -> line.contains("NO_SAMPLE") && line.contains("ben has no sample"));
    }

    @Test
    void whereNobodyCanBeEnrolledNothingIsSent() throws IOException {
        Path ana = Files.createDirectories(folder.resolve("people/ana"));
        Files.copy(Path.of(GROUP), ana.resolve("all.jpg"));
        assertThat(run("enrol", "--folder", folder.resolve("people").toString(), "--consent", "v1"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("SEVERAL_FACES").contains("NO_SAMPLE");
        assertThat(out.toString()).contains("0 enrolled (now or before), 0 refused, 2 files or folders not taken");
        assertThat(enrolment.received).isEmpty();
    }

    @Test
    void aProgressLineMovesOnATerminalOnly() {
        assertThat(run("enrol", "--synthetic", "100", "--dimension", "8", "--consent", "v1"))
                .isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(run(true, "enrol", "--synthetic", "100", "--dimension", "8", "--consent", "v1"))
                .isZero();
        assertThat(err.toString()).contains("100 of 100").contains("####");
        assertThat(enrolment.received).hasSize(200);
    }

    @Test
    void simulatesTerminalsAndPrintsATable() {
        FakeMatcher.Step[] script = new FakeMatcher.Step[40];
        Arrays.fill(script, FakeMatcher.Step.IDENTIFY);
        script[5] = FakeMatcher.Step.NOT_IDENTIFY;
        script[6] = FakeMatcher.Step.REFUSE;
        matcher.will(script);
        String[] arguments = {
            "simulate",
            "--terminals",
            "2",
            "--rate",
            "80",
            "--duration",
            "500ms",
            "--synthetic",
            "10",
            "--dimension",
            "8"
        };
        assertThat(run(arguments)).isEqualTo(1);
        assertThat(out.toString())
                .containsPattern("identify +39 ")
                .containsPattern("find +38 ")
                .contains("enrolled identified 38, enrolled not identified 1")
                .contains("QUALITY_TOO_LOW 1");
    }

    @Test
    void aStallCountsForEveryPresentationThatWaitedBehindIt() {
        variables.put("STEAD_QUICK_DEADLINE", "400ms");
        FakeMatcher.Step[] script = new FakeMatcher.Step[20];
        Arrays.fill(script, FakeMatcher.Step.IDENTIFY);
        script[0] = FakeMatcher.Step.SILENCE;
        matcher.will(script);
        String[] arguments = {
            "simulate", "--terminals", "1", "--rate", "100", "--duration", "200ms", "--synthetic", "10", "--no-find"
        };
        assertThat(run(arguments)).isEqualTo(1);
        String line = out.toString()
                .lines()
                .filter(l -> l.startsWith("identify"))
                .findFirst()
                .orElseThrow();
        // 19 were answered at once, but each had waited since it was due: the median waited more than 200 ms.
        assertThat(Double.parseDouble(line.substring(21, 30).trim())).isGreaterThan(200);
    }
}
