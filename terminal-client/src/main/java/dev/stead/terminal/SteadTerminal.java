package dev.stead.terminal;

import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.task.v1.CollectionOutcome;
import dev.stead.task.v1.EligibleTask;
import dev.stead.task.v1.FindTasksRequest;
import dev.stead.task.v1.FindTasksResponse;
import dev.stead.task.v1.TerminalServiceGrpc;
import dev.stead.terminal.sample.CapturedSample;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * A terminal at which people are identified and do tasks: the class that a kiosk embeds.
 *
 * <pre>{@code
 * var environment = new Environment(InstantSource.system(), new SecureRandom());
 * var config = new TerminalConfig("people", journalFile).capturingWith(deviceKey);
 * try (var terminal = SteadTerminal.open(config, channels, environment)) {
 *     if (terminal.identify(camera, 5) instanceof Identified(SignedAssertion assertion)) {
 *         List<EligibleTask> tasks = terminal.findTasks(assertion);
 *         Confirmation outcome = terminal.confirm(assertion, chosenFrom(tasks).getTaskId());
 *     }
 * }
 * }</pre>
 *
 * <p><b>Threads.</b> Thread-safe. {@code identify}, {@code findTasks}, {@code confirm} and {@code reportCollection} block the caller:
 * do not call them on the thread of a user interface. Identifications wait for each other, because a terminal has one camera; everything
 * else runs concurrently.
 *
 * <p><b>Deadlines.</b> Every call to a service has a deadline, set by {@link Deadlines}.
 *
 * <p><b>Errors.</b> A failed {@code identify} or {@code findTasks} throws {@link SteadException} and has changed nothing: call it again.
 * {@code confirm} and {@code reportCollection} return every outcome as a {@link Confirmation}, also when the network fails. They write the
 * request to the journal before they send it, and retry it under the same request id, so that the task is done at most once. What is
 * still {@link Confirmation.Unknown} when they return is sent again when the next terminal opens the same journal.
 *
 * <p><b>Ownership.</b> A terminal owns its journal, which only one terminal at a time can open, and its stream to the matcher. The channels
 * belong to the caller: close the terminal first, then the channels.
 */
public final class SteadTerminal implements AutoCloseable {
    private final TerminalServiceGrpc.TerminalServiceBlockingV2Stub tasks;
    private final TerminalConfig config;
    private final IdGenerator ids;
    private final Journal journal;
    private final IdentifyCall identifyCall;
    private final ReliableSender sender;
    private final CompletableFuture<List<Confirmation>> resumed;

    private SteadTerminal(TerminalConfig config, ServiceChannels channels, Environment environment, Journal journal) {
        this.config = config;
        this.journal = journal;
        ids = new IdGenerator(environment);
        tasks = TerminalServiceGrpc.newBlockingV2Stub(channels.tasks());
        identifyCall = new IdentifyCall(
                channels.matcher(),
                config.galleryId(),
                config.deadlines().identify(),
                config.device().map(device -> new CaptureSigner(device, config.galleryId(), environment.clock())));
        sender = new ReliableSender(channels.tasks(), journal, config.deadlines(), environment.clock());
        // Read before a new request can be added to the journal: only those of the last run are resumed.
        List<PendingRequest> pending = journal.pending();
        Executor background = Thread.ofVirtual().name("stead-resume")::start;
        channels.connect();
        resumed = CompletableFuture.supplyAsync(() -> sender.resume(pending), background);
    }

    /**
     * Opens the journal, starts to connect, and resumes in the background the requests whose outcome the last run did not learn.
     *
     * @param channels to the matcher and the task service, with the terminal's certificate
     * @param environment the clock and the random numbers; in production a {@link java.security.SecureRandom}, which may be shared by
     *     threads
     * @throws JournalException if the journal is in use, damaged or cannot be written
     */
    public static SteadTerminal open(TerminalConfig config, ServiceChannels channels, Environment environment) {
        return new SteadTerminal(config, channels, environment, Journal.open(config.journal()));
    }

    /**
     * The outcomes of the requests that the last run left pending, oldest first. Completes when all of them have been tried; completes
     * exceptionally with a {@link JournalException} if the journal cannot be written.
     */
    public CompletableFuture<List<Confirmation>> resumed() {
        return resumed.copy();
    }

    /**
     * Identifies the person in the frames. The matcher may decide before it has seen all of them.
     *
     * @param frames of one person, in the order of capture; at least one
     * @throws SteadException if the matcher cannot be reached, does not respond in time, or refused the last frame; capture new frames then
     */
    public Identification identify(List<CapturedSample> frames) {
        return identifyCall.identify(frames.iterator(), frames.size());
    }

    /**
     * Identifies the person in front of a live camera. Takes frames until the matcher decides, at most {@code maxFrames}.
     *
     * @param camera called on this thread, one frame at a time; may block until the next frame is there
     * @throws SteadException as {@link #identify(List)}; also with the reason {@code FRAMES_ENDED} if the camera ends before a decision
     */
    public Identification identify(Iterator<CapturedSample> camera, int maxFrames) {
        return identifyCall.identify(camera, maxFrames);
    }

    /**
     * The tasks that this person may do at this terminal now; at most 50, ordered by the end of their window, earliest first.
     *
     * @throws SteadException if the task service cannot be reached, does not respond in time, or refused the assertion
     */
    public List<EligibleTask> findTasks(SignedAssertion assertion) {
        FindTasksRequest request =
                FindTasksRequest.newBuilder().setAssertion(assertion.jws()).build();
        FindTasksResponse response = ServiceCalls.call(
                "task service",
                () -> ServiceCalls.within(config.deadlines().lookup(), tasks).findTasks(request));
        return response.getTasksList();
    }

    /**
     * Does a task, at most once. Blocks until the outcome is known, at most for {@link Deadlines#total} and one last attempt. If the
     * mandate demands an approval, this includes the time until the delegate has approved the task on their phone.
     *
     * @throws JournalException if the request cannot be written to the journal; it has not been sent then
     * @throws IllegalArgumentException if the assertion or the task id is empty or not plain ASCII
     */
    public Confirmation confirm(SignedAssertion assertion, String taskId) {
        return confirm(ids.nextUuid(), assertion, taskId);
    }

    /**
     * As {@link #confirm(SignedAssertion, String)}, with a request id of the caller's. The same id with the same assertion and task
     * returns the first outcome; with others it is refused with the reason {@code REQUEST_ID_REUSED}.
     */
    public Confirmation confirm(UUID requestId, SignedAssertion assertion, String taskId) {
        return sender.send(new PendingRequest.Confirm(requestId, assertion.jws(), taskId));
    }

    /**
     * Reports whether the object of a {@link Confirmation.Collect} was collected. Journalled and retried as a confirmation is.
     *
     * @throws JournalException if the request cannot be written to the journal; it has not been sent then
     */
    public Confirmation reportCollection(String executionId, boolean collected) {
        return reportCollection(ids.nextUuid(), executionId, collected);
    }

    /** As {@link #reportCollection(String, boolean)}, with a request id of the caller's. */
    public Confirmation reportCollection(UUID requestId, String executionId, boolean collected) {
        CollectionOutcome outcome = collected
                ? CollectionOutcome.COLLECTION_OUTCOME_COLLECTED
                : CollectionOutcome.COLLECTION_OUTCOME_NOT_COLLECTED;
        return sender.send(new PendingRequest.Report(requestId, executionId, outcome));
    }

    /** Stops waiting for outcomes, and closes the stream and the journal. Requests whose outcome is unknown stay in the journal. */
    @Override
    public void close() {
        sender.close();
        identifyCall.close();
        journal.close();
    }
}
