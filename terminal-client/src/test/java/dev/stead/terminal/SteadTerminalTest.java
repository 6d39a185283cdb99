package dev.stead.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.matcher.v1.CaptureProof;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.mesh.capture.CaptureContext;
import dev.stead.mesh.capture.CapturedFrame;
import dev.stead.mesh.capture.DeviceKey;
import dev.stead.mesh.capture.PadEvidence;
import dev.stead.mesh.capture.SignedCapture;
import dev.stead.mesh.security.DeviceKeyFile;
import dev.stead.mesh.testing.TestServer;
import dev.stead.mesh.time.Environment;
import dev.stead.task.v1.EligibleTask;
import dev.stead.terminal.face.PadScore;
import dev.stead.terminal.sample.CapturedSample;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SteadTerminalTest {
    private static final CapturedSample FRAME = new CapturedSample("model@1", new float[] {1, 0, 0}, 80);
    private static final SignedAssertion ASSERTION = new SignedAssertion("a.b.c", Instant.EPOCH);
    private static final Deadlines SHORT = new Deadlines(
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofMillis(300),
            Duration.ofMillis(900),
            Duration.ofMillis(20));

    @TempDir
    private Path folder;

    private final FakeMatcher matcher = new FakeMatcher();
    private final FakeTasks tasks = new FakeTasks();
    private final Environment environment = new Environment(InstantSource.system(), new Random(1));
    private TestServer server;
    private SteadTerminal terminal;

    @BeforeEach
    void start() {
        server = TestServer.start(List.of(), matcher, tasks);
        terminal = open();
    }

    @AfterEach
    void stop() {
        terminal.close();
        server.close();
    }

    private SteadTerminal open() {
        return open(Optional.empty());
    }

    private SteadTerminal open(Optional<DeviceKey> device) {
        ServiceChannels channels = new ServiceChannels(server.anonymous(), server.anonymous(), server.anonymous());
        return SteadTerminal.open(
                new TerminalConfig("gallery", folder.resolve("journal"), SHORT, device), channels, environment);
    }

    @Test
    void signsEachFrameForItsPresentation() {
        terminal.close();
        DeviceKey camera = DeviceKeyFile.open(folder.resolve("device-key.json"), "till-1");
        terminal = open(Optional.of(DeviceKeyFile.read(folder.resolve("device-key.json"))));
        matcher.will(FakeMatcher.Step.MORE, FakeMatcher.Step.NOT_IDENTIFY, FakeMatcher.Step.IDENTIFY);
        var two = new CapturedSample("model@1", new float[] {1, 0, 0}, 80, 2, PadScore.NONE);
        terminal.identify(List.of(FRAME, two));
        terminal.identify(List.of(FRAME));

        assertThat(matcher.frames).allMatch(frame -> isSignedBy(camera, frame));
        assertThat(matcher.frames)
                .extracting(frame -> frame.getProof().getCounter())
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(matcher.frames)
                .extracting(frame -> frame.getProof().getFaceCount())
                .containsExactly(1, 2, 1);
    }

    private static boolean isSignedBy(DeviceKey camera, IdentifyRequest frame) {
        CaptureProof proof = frame.getProof();
        var time = proof.getCaptureTime();
        var capture = new SignedCapture(
                new CaptureContext(
                        "till-1-camera",
                        "till-1",
                        "gallery",
                        frame.getCaptureNonce().toByteArray()),
                new CapturedFrame("model@1", FRAME.littleEndian(), 80, proof.getFaceCount()),
                proof.getCounter(),
                Instant.ofEpochSecond(time.getSeconds(), time.getNanos()),
                PadEvidence.NONE);
        return proof.getDeviceId().equals("till-1-camera")
                && capture.isSignedBy(camera.publicKey(), proof.getSignature().toByteArray());
    }

    @Test
    void beginsAgainWithTheChallengeThatTheMatcherKnows() {
        matcher.will(FakeMatcher.Step.MORE, FakeMatcher.Step.FORGET, FakeMatcher.Step.MORE, FakeMatcher.Step.IDENTIFY);
        assertThat(terminal.identify(List.of(FRAME, FRAME, FRAME))).isInstanceOf(Identification.Identified.class);
        assertThat(matcher.nonces.get(0)).isEqualTo(matcher.nonces.get(1)).isNotEqualTo(matcher.nonces.get(2));
        assertThat(matcher.nonces.get(2)).isEqualTo(matcher.nonces.get(3));
        assertThat(matcher.streams()).isEqualTo(1);
    }

    /** Or the matcher would fuse two people into one. */
    @Test
    void thePresentationAfterAnUndecidedOneIsAnother() {
        matcher.will(FakeMatcher.Step.MORE, FakeMatcher.Step.REFUSE, FakeMatcher.Step.IDENTIFY);
        assertThatThrownBy(() -> terminal.identify(List.of(FRAME).iterator(), 5))
                .hasMessageContaining("FRAMES_ENDED");
        assertThatThrownBy(() -> terminal.identify(List.of(FRAME))).hasMessageContaining("QUALITY_TOO_LOW");
        terminal.identify(List.of(FRAME));
        assertThat(matcher.nonces).hasSize(3).doesNotHaveDuplicates();
    }

    @Test
    void stopsSendingFramesOnADecision() {
        matcher.will(FakeMatcher.Step.MORE, FakeMatcher.Step.IDENTIFY);
        Identification who = terminal.identify(List.of(FRAME, FRAME, FRAME, FRAME));
        assertThat(who)
                .isEqualTo(new Identification.Identified(
                        new SignedAssertion("signed.2.x", Instant.ofEpochSecond(1_800_000_000))));
        assertThat(matcher.frames).hasSize(2);
        assertThat(matcher.frames.getLast().getLastFrame()).isFalse();
    }

    @Test
    void eachPresentationHasAFreshNonceOnTheSameStream() {
        matcher.will(FakeMatcher.Step.MORE, FakeMatcher.Step.NOT_IDENTIFY, FakeMatcher.Step.AMBIGUOUS);
        assertThat(terminal.identify(List.of(FRAME, FRAME))).isEqualTo(new Identification.NotIdentified());
        assertThat(terminal.identify(List.of(FRAME))).isEqualTo(new Identification.Ambiguous());
        assertThat(matcher.nonces.get(0)).isEqualTo(matcher.nonces.get(1)).isNotEqualTo(matcher.nonces.get(2));
        assertThat(matcher.nonces).allMatch(nonce -> nonce.size() == 16);
        assertThat(matcher.frames).extracting(frame -> frame.getSequence()).containsExactly(1L, 2L, 3L);
        assertThat(matcher.frames).extracting(frame -> frame.getLastFrame()).containsExactly(false, true, true);
        assertThat(matcher.streams()).isEqualTo(1);
    }

    @Test
    void skipsARefusedFrameWhileOthersFollow() {
        matcher.will(FakeMatcher.Step.REFUSE, FakeMatcher.Step.IDENTIFY, FakeMatcher.Step.REFUSE);
        assertThat(terminal.identify(List.of(FRAME, FRAME))).isInstanceOf(Identification.Identified.class);
        assertThatThrownBy(() -> terminal.identify(List.of(FRAME)))
                .isInstanceOfSatisfying(
                        SteadException.class, e -> assertThat(e.reason()).isEqualTo("QUALITY_TOO_LOW"));
    }

    @Test
    void opensTheStreamAgainWhenItEndedBetweenPresentations() {
        matcher.will(FakeMatcher.Step.NOT_IDENTIFY, FakeMatcher.Step.END, FakeMatcher.Step.IDENTIFY);
        terminal.identify(List.of(FRAME));
        assertThat(terminal.identify(List.of(FRAME))).isInstanceOf(Identification.Identified.class);
        matcher.will(FakeMatcher.Step.BREAK, FakeMatcher.Step.NOT_IDENTIFY);
        assertThat(terminal.identify(List.of(FRAME))).isEqualTo(new Identification.NotIdentified());
        assertThat(matcher.streams()).isEqualTo(3);
    }

    @Test
    void restartsAPresentationWithAllItsFramesWhenTheStreamBreaks() {
        matcher.will(
                FakeMatcher.Step.MORE,
                FakeMatcher.Step.BREAK,
                FakeMatcher.Step.MORE,
                FakeMatcher.Step.MORE,
                FakeMatcher.Step.IDENTIFY);
        assertThat(terminal.identify(List.of(FRAME, FRAME, FRAME))).isInstanceOf(Identification.Identified.class);
        assertThat(matcher.nonces).hasSize(5);
        assertThat(matcher.nonces.stream().distinct()).hasSize(2);
        assertThat(matcher.frames).extracting(frame -> frame.getSequence()).containsExactly(1L, 2L, 1L, 2L, 3L);
    }

    @Test
    void aMatcherThatCannotBeReachedIsReportedAfterTwoAttempts() {
        matcher.will(FakeMatcher.Step.BREAK, FakeMatcher.Step.BREAK, FakeMatcher.Step.NOT_IDENTIFY);
        assertThatThrownBy(() -> terminal.identify(List.of(FRAME))).hasMessageContaining("cannot be reached");
        assertThat(terminal.identify(List.of(FRAME))).isEqualTo(new Identification.NotIdentified());
    }

    @Test
    void aSilentMatcherIsNotWaitedForLongerThanTheDeadline() {
        matcher.will(FakeMatcher.Step.SILENCE, FakeMatcher.Step.NOT_IDENTIFY);
        assertThatThrownBy(() -> terminal.identify(List.of(FRAME)))
                .isInstanceOfSatisfying(
                        SteadException.class, e -> assertThat(e.reason()).isEqualTo("DEADLINE_EXCEEDED"));
        assertThat(terminal.identify(List.of(FRAME))).isEqualTo(new Identification.NotIdentified());
    }

    @Test
    void framesThatEndWithoutADecisionAreAnError() {
        matcher.will(FakeMatcher.Step.MORE);
        assertThatThrownBy(() -> terminal.identify(List.of(FRAME).iterator(), 5))
                .hasMessageContaining("FRAMES_ENDED");
    }

    @Test
    void findsTheTasksOfThePerson() {
        assertThat(terminal.findTasks(ASSERTION))
                .extracting(EligibleTask::getTaskId)
                .containsExactly("task of a.b.c");
        assertThatThrownBy(() -> terminal.findTasks(new SignedAssertion("silence", ASSERTION.expires())))
                .hasMessageContaining("did not respond in time");
    }

    @Test
    void aConfirmationReturnsItsOutcome() {
        tasks.will(FakeTasks.Step.SUCCEED, FakeTasks.Step.COLLECT, FakeTasks.Step.FAIL, FakeTasks.Step.REFUSE);
        assertThat(terminal.confirm(ASSERTION, "t")).isInstanceOf(Confirmation.Done.class);
        assertThat(terminal.confirm(ASSERTION, "t")).isInstanceOf(Confirmation.Collect.class);
        assertThat(terminal.confirm(ASSERTION, "t"))
                .isInstanceOfSatisfying(
                        Confirmation.Failed.class,
                        failed -> assertThat(failed.execution().getFailureReason())
                                .isEqualTo("INSUFFICIENT_FUNDS"));
        assertThat(terminal.confirm(ASSERTION, "t"))
                .isEqualTo(new Confirmation.Refused("WINDOW_CLOSED", "the window is closed"));
        assertThat(tasks.confirmed)
                .extracting(request -> request.getRequestId())
                .doesNotHaveDuplicates();
    }

    @Test
    void retriesWithTheSameIdWhenThereIsNoResponse() {
        tasks.will(FakeTasks.Step.UNAVAILABLE, FakeTasks.Step.SILENCE, FakeTasks.Step.SUCCEED);
        assertThat(terminal.confirm(ASSERTION, "t")).isInstanceOf(Confirmation.Done.class);
        assertThat(tasks.confirmed).hasSize(3);
        assertThat(tasks.confirmed.stream().distinct()).hasSize(1);
        assertThat(UUID.fromString(tasks.confirmed.getFirst().getRequestId()).version())
                .isEqualTo(7);
    }

    @Test
    void retriesTheSameRequestUntilItIsApprovedOnThePhone() {
        tasks.will(FakeTasks.Step.APPROVAL_REQUIRED, FakeTasks.Step.APPROVAL_REQUIRED, FakeTasks.Step.SUCCEED);
        assertThat(terminal.confirm(ASSERTION, "t")).isInstanceOf(Confirmation.Done.class);
        assertThat(tasks.confirmed).hasSize(3);
        assertThat(tasks.confirmed.stream().distinct()).hasSize(1);
    }

    @Test
    void looksUpASettlementInProgressAndNeverConfirmsItAgain() {
        tasks.will(FakeTasks.Step.SETTLING, FakeTasks.Step.SETTLING, FakeTasks.Step.SUCCEED);
        assertThat(terminal.confirm(ASSERTION, "t")).isInstanceOf(Confirmation.Done.class);
        assertThat(tasks.confirmed).hasSize(1);
        assertThat(tasks.lookups()).isEqualTo(2);
    }

    @Test
    void whatStaysUnknownIsResumedAtTheNextStart() throws Exception {
        Confirmation unknown = terminal.confirm(ASSERTION, "t");
        assertThat(unknown).isInstanceOf(Confirmation.Unknown.class);
        terminal.close();
        tasks.will(FakeTasks.Step.SUCCEED);
        terminal = open();
        assertThat(terminal.resumed().get(5, TimeUnit.SECONDS)).singleElement().isInstanceOf(Confirmation.Done.class);
        assertThat(tasks.confirmed.stream().distinct()).hasSize(1);
        terminal.close();
        terminal = open();
        assertThat(terminal.resumed().get(5, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void aReportIsJournalledAndRetriedAsAConfirmationIs() {
        tasks.will(FakeTasks.Step.UNAVAILABLE, FakeTasks.Step.SUCCEED, FakeTasks.Step.FAIL);
        assertThat(terminal.reportCollection("execution-1", true)).isInstanceOf(Confirmation.Done.class);
        assertThat(terminal.reportCollection("execution-1", false)).isInstanceOf(Confirmation.Failed.class);
        assertThat(tasks.reported.subList(0, 2).stream().distinct()).hasSize(1);
        assertThat(tasks.reported).hasSize(3);
    }

    @Test
    void anAssertionDoesNotPrint() {
        assertThat(ASSERTION.toString()).doesNotContain("a.b.c");
        assertThat(new PendingRequest.Confirm(new UUID(0, 0), "a.b.c", "t").toString())
                .doesNotContain("a.b.c");
    }
}
