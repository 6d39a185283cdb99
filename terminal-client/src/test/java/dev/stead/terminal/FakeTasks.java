package dev.stead.terminal;

import dev.stead.mesh.Problem;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.ConfirmTaskResponse;
import dev.stead.task.v1.EligibleTask;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.FindTasksRequest;
import dev.stead.task.v1.FindTasksResponse;
import dev.stead.task.v1.GetExecutionRequest;
import dev.stead.task.v1.GetExecutionResponse;
import dev.stead.task.v1.ReportCollectionRequest;
import dev.stead.task.v1.ReportCollectionResponse;
import dev.stead.task.v1.TerminalServiceGrpc;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/** Responds to each call with the next step of a script, and records confirmations and reports. */
public final class FakeTasks extends TerminalServiceGrpc.TerminalServiceImplBase {
    /** What happens to one call. */
    public enum Step {
        SUCCEED,
        COLLECT,
        FAIL,
        SETTLING,
        REFUSE,
        APPROVAL_REQUIRED,
        UNAVAILABLE,
        SILENCE
    }

    public final List<ConfirmTaskRequest> confirmed = Collections.synchronizedList(new ArrayList<>());
    public final List<ReportCollectionRequest> reported = Collections.synchronizedList(new ArrayList<>());
    private final Queue<Step> script = new ArrayDeque<>();
    private int lookups;

    public synchronized FakeTasks will(Step... steps) {
        script.addAll(List.of(steps));
        return this;
    }

    /** How often an execution was looked up. */
    synchronized int lookups() {
        return lookups;
    }

    @Override
    public void findTasks(FindTasksRequest request, StreamObserver<FindTasksResponse> out) {
        if (request.getAssertion().equals("silence")) {
            return;
        }
        out.onNext(FindTasksResponse.newBuilder()
                .addTasks(EligibleTask.newBuilder().setTaskId("task of " + request.getAssertion()))
                .build());
        out.onCompleted();
    }

    @Override
    public void confirmTask(ConfirmTaskRequest request, StreamObserver<ConfirmTaskResponse> out) {
        confirmed.add(request);
        respond(
                out,
                execution ->
                        ConfirmTaskResponse.newBuilder().setExecution(execution).build());
    }

    @Override
    public void reportCollection(ReportCollectionRequest request, StreamObserver<ReportCollectionResponse> out) {
        reported.add(request);
        respond(
                out,
                execution -> ReportCollectionResponse.newBuilder()
                        .setExecution(execution)
                        .build());
    }

    @Override
    public void getExecution(GetExecutionRequest request, StreamObserver<GetExecutionResponse> out) {
        synchronized (this) {
            lookups++;
        }
        respond(
                out,
                execution -> GetExecutionResponse.newBuilder()
                        .setExecution(execution)
                        .build());
    }

    private synchronized <T> void respond(StreamObserver<T> out, Function<Execution.Builder, T> response) {
        Execution.Builder execution = Execution.newBuilder().setExecutionId("execution-1");
        Step step = script.isEmpty() ? Step.SILENCE : script.remove();
        switch (step) {
            case SUCCEED -> reply(out, response.apply(execution.setState(Execution.State.STATE_SUCCEEDED)));
            case COLLECT -> reply(out, response.apply(execution.setState(Execution.State.STATE_COLLECTING)));
            case FAIL ->
                reply(
                        out,
                        response.apply(execution
                                .setState(Execution.State.STATE_FAILED)
                                .setFailureReason("INSUFFICIENT_FUNDS")));
            case SETTLING -> reply(out, response.apply(execution.setState(Execution.State.STATE_SETTLING)));
            case REFUSE ->
                out.onError(Problem.of(Status.Code.FAILED_PRECONDITION, "WINDOW_CLOSED", "the window is closed")
                        .asException());
            case APPROVAL_REQUIRED ->
                out.onError(Problem.of(Status.Code.FAILED_PRECONDITION, "APPROVAL_REQUIRED", "approve it on the phone")
                        .asException());
            case UNAVAILABLE -> out.onError(Status.UNAVAILABLE.asRuntimeException());
            case SILENCE -> {}
        }
    }

    private static <T> void reply(StreamObserver<T> out, T response) {
        out.onNext(response);
        out.onCompleted();
    }
}
