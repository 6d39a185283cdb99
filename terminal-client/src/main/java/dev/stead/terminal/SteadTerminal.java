package dev.stead.terminal;

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
 * A terminal, as a kiosk maker embeds it: {@code identify}, then {@code findTasks}, then {@code confirm}.
 *
 * <p>Every call has a deadline and every failure is a {@link SteadException} with a reason. Safe for many threads; identifications run one after the
 * other. Owns its journal and its stream, not the channels: close it before them.
 */
public final class SteadTerminal implements AutoCloseable {
    private final TerminalServiceGrpc.TerminalServiceBlockingV2Stub tasks;
    private final TerminalConfig config;
    private final RequestIdSource ids;
    private final Journal journal;
    private final IdentifyCall presentation;
    private final ReliableSender confirmer;
    private final CompletableFuture<List<Confirmation>> resumed;

    private SteadTerminal(TerminalConfig config, ServiceChannels services, RequestIdSource ids, Journal journal) {
        this.config = config;
        this.ids = ids;
        this.journal = journal;
        tasks = TerminalServiceGrpc.newBlockingV2Stub(services.tasks());
        presentation = new IdentifyCall(
                services.matcher(), config.galleryId(), config.deadlines().identify(), ids);
        confirmer = new ReliableSender(services.tasks(), journal, config.deadlines(), ids);
        // Read before anything new can be begun: what follows is not the resumption's business.
        List<PendingRequest> left = journal.unfinished();
        Executor background = Thread.ofVirtual().name("stead-resume")::start;
        services.connect();
        resumed = CompletableFuture.supplyAsync(() -> confirmer.resume(left), background);
    }

    /**
     * Opens the journal and takes up, in the background, what the last run left unknown.
     *
     * @throws JournalException if the journal is in use, damaged or can not be written
     */
    public static SteadTerminal open(TerminalConfig config, ServiceChannels services, RequestIdSource ids) {
        return new SteadTerminal(config, services, ids, Journal.open(config.journal()));
    }

    /** What became of the intentions that the last run left open, oldest first. */
    public CompletableFuture<List<Confirmation>> resumed() {
        return resumed.copy();
    }

    /**
     * Who stands there, from at least one frame of one person; the matcher may decide before the last.
     *
     * @throws SteadException if the matcher can not be asked, or refused all it was sent; then try again with new frames
     */
    public Identification identify(List<CapturedSample> frames) {
        return presentation.identify(frames.iterator(), frames.size());
    }

    /** Who stands there, from a live camera: takes frames until the matcher decides, at most {@code most}. */
    public Identification identify(Iterator<CapturedSample> camera, int most) {
        return presentation.identify(camera, most);
    }

    /**
     * What this person may do here and now, the one whose window closes first leading; at most 50.
     *
     * @throws SteadException if the task service can not be asked, or refused the assertion
     */
    public List<EligibleTask> findTasks(Assertion assertion) {
        FindTasksRequest request =
                FindTasksRequest.newBuilder().setAssertion(assertion.jws()).build();
        FindTasksResponse found = ServiceCalls.call(
                "task service",
                () -> ServiceCalls.within(config.deadlines().tasks(), tasks).findTasks(request));
        return found.getTasksList();
    }

    /**
     * Does a task, once, however often the network fails. Blocks until the outcome is known or the patience is at its end.
     *
     * @throws JournalException if the intention can not be kept; then nothing was sent
     */
    public Confirmation confirm(Assertion assertion, String taskId) {
        return confirm(ids.requestId(), assertion, taskId);
    }

    /** The same under an id of the caller's: asking again with the same id and content gets the first answer. */
    public Confirmation confirm(UUID requestId, Assertion assertion, String taskId) {
        return confirmer.begin(new PendingRequest.Confirm(requestId, assertion.jws(), taskId));
    }

    /** Says whether the object of a {@link Confirmation.Collect} was collected; kept and repeated as a confirmation is. */
    public Confirmation reportCollection(String executionId, boolean collected) {
        CollectionOutcome outcome = collected
                ? CollectionOutcome.COLLECTION_OUTCOME_COLLECTED
                : CollectionOutcome.COLLECTION_OUTCOME_NOT_COLLECTED;
        return confirmer.begin(new PendingRequest.Report(ids.requestId(), executionId, outcome));
    }

    @Override
    public void close() {
        confirmer.close();
        presentation.close();
        journal.close();
    }
}
