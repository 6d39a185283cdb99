package dev.stead.task.grpc;

import dev.stead.mesh.Unary;
import dev.stead.mesh.security.Caller;
import dev.stead.task.application.Confirmations.Confirmation;
import dev.stead.task.application.Confirmations.Reporter;
import dev.stead.task.application.FindTasks.Found;
import dev.stead.task.application.TaskUseCases;
import dev.stead.task.contract.ProtoFields;
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

/** The terminals' calls. The terminal is the caller's certificate; no answer names a subject. Thread-safe. */
public final class TerminalGrpcService extends TerminalServiceGrpc.TerminalServiceImplBase {
    private final TaskUseCases useCases;
    private final IdempotentCalls mutations;

    public TerminalGrpcService(TaskUseCases useCases) {
        this.useCases = useCases;
        this.mutations = new IdempotentCalls(useCases.once());
    }

    @Override
    public void findTasks(FindTasksRequest request, StreamObserver<FindTasksResponse> out) {
        Unary.answer(out, () -> {
            Found found =
                    useCases.visits().find(useCases.assertions().read(request.getAssertion()), Callers.terminal());
            var response = FindTasksResponse.newBuilder().setTruncated(found.truncated());
            found.tasks().forEach(task -> response.addTasks(TaskProto.write(task)));
            return response.build();
        });
    }

    @Override
    public void confirmTask(ConfirmTaskRequest request, StreamObserver<ConfirmTaskResponse> out) {
        Unary.answer(out, () -> {
            var confirmation = new Confirmation(
                    IdempotentCalls.intention(request.getRequestId(), request),
                    request.getAssertion(),
                    Callers.terminal(),
                    request.getTaskId());
            byte[] answer = useCases.confirmations()
                    .confirm(confirmation, execution -> response(execution).toByteArray());
            return IdempotentCalls.parse(ConfirmTaskResponse.parser(), answer);
        });
    }

    @Override
    public void reportCollection(ReportCollectionRequest request, StreamObserver<ReportCollectionResponse> out) {
        Unary.answer(out, () -> {
            var intention = IdempotentCalls.intention(request.getRequestId(), request);
            Reporter reporter = reporter();
            boolean collected = collected(request.getOutcome());
            return mutations.run(intention, ReportCollectionResponse.parser(), records -> {
                Execution execution =
                        useCases.confirmations().report(records, reporter, request.getExecutionId(), collected);
                return ReportCollectionResponse.newBuilder()
                        .setExecution(ExecutionProto.write(execution))
                        .build();
            });
        });
    }

    @Override
    public void getExecution(GetExecutionRequest request, StreamObserver<GetExecutionResponse> out) {
        Unary.answer(out, () -> {
            Execution execution = useCases.visits().execution(Callers.terminal(), request.getExecutionId());
            return GetExecutionResponse.newBuilder()
                    .setExecution(ExecutionProto.write(execution))
                    .build();
        });
    }

    @Override
    public void explainTask(ExplainTaskRequest request, StreamObserver<ExplainTaskResponse> out) {
        Unary.answer(out, () -> {
            Verdict verdict = useCases.visits().explain(request.getTaskId(), request.getTerminalId());
            var response = ExplainTaskResponse.newBuilder().setEligible(verdict.eligible());
            verdict.conditions()
                    .forEach(condition -> response.addConditions(Condition.newBuilder()
                            .setName(condition.name().name())
                            .setHolds(condition.holds())
                            .setExplanation(condition.explanation())));
            return response.build();
        });
    }

    private static ConfirmTaskResponse response(Execution execution) {
        return ConfirmTaskResponse.newBuilder()
                .setExecution(ExecutionProto.write(execution))
                .build();
    }

    private static Reporter reporter() {
        return switch (Caller.current()) {
            case Caller.Terminal(String id) -> new Reporter.AtTerminal(id);
            case Caller.Merchant(String id) -> new Reporter.AtMerchant(id);
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
