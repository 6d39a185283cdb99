package dev.stead.task.grpc;

import dev.stead.mesh.Unary;
import dev.stead.mesh.security.Caller;
import dev.stead.task.application.Approvals;
import dev.stead.task.application.PasskeyRequest;
import dev.stead.task.application.TaskUseCases;
import dev.stead.task.contract.MoneyProto;
import dev.stead.task.contract.ProtoFields;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.passkey.Passkey;
import dev.stead.task.v1.ActivatePasskeyRequest;
import dev.stead.task.v1.ActivatePasskeyResponse;
import dev.stead.task.v1.BeginActivationRequest;
import dev.stead.task.v1.BeginActivationResponse;
import dev.stead.task.v1.BeginApprovalRequest;
import dev.stead.task.v1.BeginApprovalResponse;
import dev.stead.task.v1.BeginRegistrationRequest;
import dev.stead.task.v1.BeginRegistrationResponse;
import dev.stead.task.v1.ListPasskeysRequest;
import dev.stead.task.v1.ListPasskeysResponse;
import dev.stead.task.v1.PasskeyServiceGrpc;
import dev.stead.task.v1.RegisterPasskeyRequest;
import dev.stead.task.v1.RegisterPasskeyResponse;
import dev.stead.task.v1.RemovePasskeyRequest;
import dev.stead.task.v1.RemovePasskeyResponse;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** The calls about people's passkeys. Thread-safe. */
public final class PasskeyGrpcService extends PasskeyServiceGrpc.PasskeyServiceImplBase {
    private final TaskUseCases useCases;
    private final IdempotentCalls calls;

    public PasskeyGrpcService(TaskUseCases useCases) {
        this.useCases = useCases;
        this.calls = new IdempotentCalls(useCases.idempotentExecutor());
    }

    @Override
    public void beginRegistration(BeginRegistrationRequest request, StreamObserver<BeginRegistrationResponse> out) {
        Unary.answer(out, () -> {
            PersonId person = Callers.person();
            return PasskeyProto.registration(useCases.unitOfWork()
                    .write(repositories -> useCases.passkeys().beginRegistration(repositories, person)));
        });
    }

    @Override
    public void registerPasskey(RegisterPasskeyRequest request, StreamObserver<RegisterPasskeyResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            PersonId person = Callers.person();
            return calls.run(
                    identity,
                    RegisterPasskeyResponse.parser(),
                    repositories -> RegisterPasskeyResponse.newBuilder()
                            .setPasskey(PasskeyProto.write(
                                    useCases.passkeys().register(repositories, person, PasskeyProto.read(request))))
                            .build());
        });
    }

    @Override
    public void beginActivation(BeginActivationRequest request, StreamObserver<BeginActivationResponse> out) {
        Unary.answer(out, () -> {
            PersonId person = Callers.person();
            var passkeyId = ProtoFields.passkeyId(request.getPasskeyId());
            PasskeyRequest signing = useCases.unitOfWork()
                    .write(repositories -> useCases.passkeys().beginActivation(repositories, person, passkeyId));
            return BeginActivationResponse.newBuilder()
                    .setSignatureRequest(PasskeyProto.write(signing))
                    .build();
        });
    }

    @Override
    public void activatePasskey(ActivatePasskeyRequest request, StreamObserver<ActivatePasskeyResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            PersonId person = personOf(request.getPersonId());
            var passkeyId = ProtoFields.passkeyId(request.getPasskeyId());
            return calls.run(identity, ActivatePasskeyResponse.parser(), repositories -> {
                Passkey active = isOperator()
                        ? useCases.passkeys().activateInPerson(repositories, person, passkeyId)
                        : useCases.passkeys()
                                .activate(repositories, person, passkeyId, PasskeyProto.read(request.getSignature()));
                return ActivatePasskeyResponse.newBuilder()
                        .setPasskey(PasskeyProto.write(active))
                        .build();
            });
        });
    }

    @Override
    public void listPasskeys(ListPasskeysRequest request, StreamObserver<ListPasskeysResponse> out) {
        Unary.answer(out, () -> {
            PersonId person = personOf(request.getPersonId());
            List<Passkey> passkeys = useCases.unitOfWork()
                    .read(repositories -> useCases.passkeys().list(repositories, person));
            return ListPasskeysResponse.newBuilder()
                    .addAllPasskeys(passkeys.stream().map(PasskeyProto::write).toList())
                    .build();
        });
    }

    @Override
    public void removePasskey(RemovePasskeyRequest request, StreamObserver<RemovePasskeyResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            PersonId person = personOf(request.getPersonId());
            var passkeyId = ProtoFields.passkeyId(request.getPasskeyId());
            return calls.run(identity, RemovePasskeyResponse.parser(), repositories -> {
                useCases.passkeys().remove(repositories, person, passkeyId);
                return RemovePasskeyResponse.getDefaultInstance();
            });
        });
    }

    @Override
    public void beginApproval(BeginApprovalRequest request, StreamObserver<BeginApprovalResponse> out) {
        Unary.answer(out, () -> {
            PersonId person = Callers.person();
            TaskId taskId = ProtoFields.taskId(request.getTaskId());
            Approvals.ApprovalRequest approval = useCases.unitOfWork()
                    .write(repositories -> useCases.approvals().begin(repositories, person, taskId));
            return BeginApprovalResponse.newBuilder()
                    .setSignatureRequest(PasskeyProto.write(approval.request()))
                    .setAmount(MoneyProto.write(approval.terms().amount()))
                    .setMerchantId(
                            approval.terms().view().order().key().merchantId().value())
                    .setMerchantName(approval.terms().view().merchantName())
                    .build();
        });
    }

    private static boolean isOperator() {
        return Caller.current() instanceof Caller.Operator;
    }

    /** An operator names the person; nobody else names anybody. */
    private static PersonId personOf(String named) {
        return isOperator()
                ? ProtoFields.personId(ProtoFields.require(named, "person_id"), "person_id")
                : Callers.person();
    }
}
