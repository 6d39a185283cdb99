package dev.stead.task.testing;

import com.google.protobuf.ByteString;
import dev.stead.mesh.security.Caller;
import dev.stead.task.v1.ActivatePasskeyRequest;
import dev.stead.task.v1.ApproveTaskRequest;
import dev.stead.task.v1.ApproveTaskResponse;
import dev.stead.task.v1.BeginActivationRequest;
import dev.stead.task.v1.BeginApprovalRequest;
import dev.stead.task.v1.BeginRegistrationRequest;
import dev.stead.task.v1.ListPasskeysRequest;
import dev.stead.task.v1.Passkey;
import dev.stead.task.v1.PasskeyServiceGrpc;
import dev.stead.task.v1.PasskeyServiceGrpc.PasskeyServiceBlockingStub;
import dev.stead.task.v1.PasskeySignature;
import dev.stead.task.v1.RemovePasskeyRequest;
import java.time.Duration;
import java.util.List;

/** What one person's phone, or whoever has their token, does about passkeys. */
public record PasskeyPhone(TaskWorld world, String person) {
    /** How long a passkey waits in a {@link TaskWorld}. */
    public static final Duration WAIT = Duration.ofDays(3);

    public static PasskeyServiceBlockingStub calls(TaskWorld world, Caller caller) {
        return PasskeyServiceGrpc.newBlockingStub(world.channel(caller));
    }

    public PasskeyServiceBlockingStub calls() {
        return calls(world, new Caller.Person(person));
    }

    private PasskeyServiceBlockingStub operator() {
        return calls(world, new Caller.Operator("op"));
    }

    public ByteString registration() {
        return calls().beginRegistration(BeginRegistrationRequest.getDefaultInstance())
                .getChallenge();
    }

    public Passkey register(TestAuthenticator authenticator) {
        return calls().registerPasskey(authenticator.create(registration()).build())
                .getPasskey();
    }

    /** Registers it before an operator. */
    public Passkey registerInPerson(TestAuthenticator authenticator) {
        return activateInPerson(register(authenticator).getPasskeyId());
    }

    public Passkey activateInPerson(String passkeyId) {
        return operator()
                .activatePasskey(ActivatePasskeyRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setPersonId(person)
                        .setPasskeyId(passkeyId)
                        .build())
                .getPasskey();
    }

    public ByteString activation(String passkeyId) {
        return calls().beginActivation(BeginActivationRequest.newBuilder()
                        .setPasskeyId(passkeyId)
                        .build())
                .getSignatureRequest()
                .getChallenge();
    }

    public Passkey activate(String passkeyId, PasskeySignature.Builder signature) {
        return calls().activatePasskey(ActivatePasskeyRequest.newBuilder()
                        .setRequestId(TaskWorld.id())
                        .setPasskeyId(passkeyId)
                        .setSignature(signature)
                        .build())
                .getPasskey();
    }

    public void remove(String passkeyId) {
        var _ = calls().removePasskey(RemovePasskeyRequest.newBuilder()
                .setRequestId(TaskWorld.id())
                .setPasskeyId(passkeyId)
                .build());
    }

    public List<Passkey> list() {
        return calls().listPasskeys(ListPasskeysRequest.getDefaultInstance()).getPasskeysList();
    }

    public ByteString approval(String taskId) {
        return calls().beginApproval(
                        BeginApprovalRequest.newBuilder().setTaskId(taskId).build())
                .getSignatureRequest()
                .getChallenge();
    }

    public ApproveTaskResponse approve(String taskId, PasskeySignature.Builder signature) {
        return approve(approveRequest(taskId, signature));
    }

    public ApproveTaskResponse approve(ApproveTaskRequest request) {
        return world.phone(person).approveTask(request);
    }

    public static ApproveTaskRequest approveRequest(String taskId, PasskeySignature.Builder signature) {
        return ApproveTaskRequest.newBuilder()
                .setRequestId(TaskWorld.id())
                .setTaskId(taskId)
                .setPasskeySignature(signature)
                .build();
    }
}
