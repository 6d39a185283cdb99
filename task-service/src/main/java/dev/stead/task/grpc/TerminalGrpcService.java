package dev.stead.task.grpc;

import dev.stead.mesh.Unary;
import dev.stead.mesh.security.Caller;
import dev.stead.task.application.Confirmations.Confirmation;
import dev.stead.task.application.Confirmations.Reporter;
import dev.stead.task.application.FindTasks.Found;
import dev.stead.task.application.TaskUseCases;
import dev.stead.task.contract.ProtoFields;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.eligibility.Verdict;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.v1.CollectionOutcome;
import dev.stead.task.v1.Condition;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.ConfirmTaskResponse;
import dev.stead.task.v1.ExplainTaskRequest;
import dev.stead.task.v1.ExplainTaskResponse;
import dev.stead.task.v1.FindTasksRequest;
import dev.stead.task.v1.FindTasksResponse;
import dev.stead.task.v1.GetExecutionRequest;
import dev.stead.task.v1.GetExecutionResponse;
import dev.stead.task.v1.ReportCollectionRequest;
import dev.stead.task.v1.ReportCollectionResponse;
import dev.stead.task.v1.TerminalServiceGrpc;
import io.grpc.stub.StreamObserver;

/** The terminals' calls. The terminal is named by the caller's certificate; no answer names a subject. Thread-safe. */
public final class TerminalGrpcService extends TerminalServiceGrpc.TerminalServiceImplBase {
    private final TaskUseCases useCases;
    private final IdempotentCalls calls;

    public TerminalGrpcService(TaskUseCases useCases) {
        this.useCases = useCases;
        this.calls = new IdempotentCalls(useCases.idempotentExecutor());
    }

    @Override
    public void findTasks(FindTasksRequest request, StreamObserver<FindTasksResponse> out) {
        Unary.answer(out, () -> {
            Found found =
                    useCases.findTasks().find(useCases.assertions().read(request.getAssertion()), Callers.terminal());
            var response = FindTasksResponse.newBuilder().setTruncated(found.truncated());
            found.tasks().forEach(task -> response.addTasks(TaskProto.write(task)));
            return response.build();
        });
    }

    @Override
    public void confirmTask(ConfirmTaskRequest request, StreamObserver<ConfirmTaskResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            var confirmation = new Confirmation(
                    identity, request.getAssertion(), Callers.terminal(), ProtoFields.taskId(request.getTaskId()));
            return calls.runInSteps(
                    identity,
                    ConfirmTaskResponse.parser(),
                    () -> ConfirmTaskResponse.newBuilder()
                            .setExecution(ExecutionProto.write(
                                    useCases.confirmations().confirm(confirmation)))
                            .build());
        });
    }

    @Override
    public void reportCollection(ReportCollectionRequest request, StreamObserver<ReportCollectionResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            Reporter reporter = reporter();
            boolean collected = collected(request.getOutcome());
            return calls.run(identity, ReportCollectionResponse.parser(), repositories -> {
                Execution execution = useCases.confirmations()
                        .report(repositories, reporter, ProtoFields.executionId(request.getExecutionId()), collected);
                return ReportCollectionResponse.newBuilder()
                        .setExecution(ExecutionProto.write(execution))
                        .build();
            });
        });
    }

    @Override
    public void getExecution(GetExecutionRequest request, StreamObserver<GetExecutionResponse> out) {
        Unary.answer(out, () -> {
            Execution execution = useCases.findTasks()
                    .execution(Callers.terminal(), ProtoFields.executionId(request.getExecutionId()));
            return GetExecutionResponse.newBuilder()
                    .setExecution(ExecutionProto.write(execution))
                    .build();
        });
    }

    @Override
    public void explainTask(ExplainTaskRequest request, StreamObserver<ExplainTaskResponse> out) {
        Unary.answer(out, () -> {
            Verdict verdict = useCases.findTasks()
                    .explain(ProtoFields.taskId(request.getTaskId()), ProtoFields.terminalId(request.getTerminalId()));
            var response = ExplainTaskResponse.newBuilder().setEligible(verdict.eligible());
            verdict.conditions()
                    .forEach(condition -> response.addConditions(Condition.newBuilder()
                            .setName(condition.name().name())
                            .setHolds(condition.holds())
                            .setExplanation(condition.explanation())));
            return response.build();
        });
    }

    private static Reporter reporter() {
        return switch (Caller.current()) {
            case Caller.Terminal(String id) -> new Reporter.AtTerminal(new TerminalId(id));
            case Caller.Merchant(String id) -> new Reporter.AtMerchant(new MerchantId(id));
            case Caller.Operator _, Caller.Service _, Caller.Person _, Caller.Gateway _ -> throw Callers.notAllowed();
        };
    }

    private static boolean collected(CollectionOutcome outcome) {
        return switch (outcome) {
            case COLLECTION_OUTCOME_COLLECTED -> true;
            case COLLECTION_OUTCOME_NOT_COLLECTED -> false;
            case COLLECTION_OUTCOME_UNSPECIFIED, UNRECOGNIZED ->
                throw ProtoFields.unknownEnum(
                        "outcome", "COLLECTION_OUTCOME_COLLECTED, COLLECTION_OUTCOME_NOT_COLLECTED");
        };
    }
}
