package dev.stead.terminal;

import com.google.protobuf.ByteString;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.task.v1.ActivatePasskeyRequest;
import dev.stead.task.v1.ApproveTaskRequest;
import dev.stead.task.v1.BeginActivationRequest;
import dev.stead.task.v1.BeginApprovalRequest;
import dev.stead.task.v1.BeginApprovalResponse;
import dev.stead.task.v1.BeginRegistrationRequest;
import dev.stead.task.v1.BeginRegistrationResponse;
import dev.stead.task.v1.DelegationServiceGrpc;
import dev.stead.task.v1.ListPasskeysRequest;
import dev.stead.task.v1.Passkey;
import dev.stead.task.v1.PasskeyServiceGrpc;
import dev.stead.task.v1.PasskeySignature;
import dev.stead.task.v1.PasskeySignatureRequest;
import dev.stead.task.v1.RegisterPasskeyRequest;
import dev.stead.task.v1.RemovePasskeyRequest;
import dev.stead.task.v1.Task;
import io.grpc.CallCredentials;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * The calls of one person's phone about passkeys, and the approval with one. The phone's own authenticator makes the passkeys and signs;
 * this passes on what it says. Deadlines, repeats and failures are as those of {@link PhoneClient}.
 *
 * <p>Thread-safe. Owns nothing; the channels belong to the caller.
 */
public final class PasskeyClient {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final String TASKS = "task service";

    private final ServiceChannels channels;
    private final CallCredentials bearer;
    private final IdGenerator ids;
    private final RequestSender sender;

    private PasskeyClient(ServiceChannels channels, CallCredentials bearer, Environment environment) {
        this.channels = channels;
        this.bearer = bearer;
        this.ids = new IdGenerator(environment);
        this.sender = new RequestSender(environment.random());
    }

    /**
     * A client for one person. Connects at the first call.
     *
     * @param channels with the certificate of the gateway that the phone is behind
     * @param bearer supplies the person's token (JWT) for each call; must be thread-safe
     * @param environment the clock and the random numbers; in production a {@link java.security.SecureRandom}
     */
    public static PasskeyClient of(ServiceChannels channels, Supplier<String> bearer, Environment environment) {
        return new PasskeyClient(channels, Channels.bearer(bearer), environment);
    }

    /** What the authenticator is to make a passkey for. */
    public BeginRegistrationResponse beginRegistration() {
        return ServiceCalls.call(
                TASKS, () -> passkeys().beginRegistration(BeginRegistrationRequest.getDefaultInstance()));
    }

    /**
     * Registers the passkey that the authenticator made. It waits until its active time.
     *
     * @param clientData {@code clientDataJSON}
     * @param attestation {@code attestationObject}
     */
    public Passkey register(ByteString clientData, ByteString attestation) {
        return register(ids.nextUuid(), clientData, attestation);
    }

    /** As {@link #register(ByteString, ByteString)}, with a request id of the caller's. */
    public Passkey register(UUID requestId, ByteString clientData, ByteString attestation) {
        RegisterPasskeyRequest request = RegisterPasskeyRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setClientDataJson(clientData)
                .setAttestationObject(attestation)
                .build();
        return sender.send(requestId, TASKS, passkeys(), stub -> stub.registerPasskey(request))
                .getPasskey();
    }

    /** What a passkey that is active is to sign, so that one that waits becomes active. */
    public PasskeySignatureRequest beginActivation(String passkeyId) {
        BeginActivationRequest request =
                BeginActivationRequest.newBuilder().setPasskeyId(passkeyId).build();
        return ServiceCalls.call(TASKS, () -> passkeys().beginActivation(request))
                .getSignatureRequest();
    }

    /** Activates a passkey that waits, by the signature of another. */
    public Passkey activate(String passkeyId, PasskeySignature signature) {
        return activate(ids.nextUuid(), passkeyId, signature);
    }

    /** As {@link #activate(String, PasskeySignature)}, with a request id of the caller's. */
    public Passkey activate(UUID requestId, String passkeyId, PasskeySignature signature) {
        ActivatePasskeyRequest request = ActivatePasskeyRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setPasskeyId(passkeyId)
                .setSignature(signature)
                .build();
        return sender.send(requestId, TASKS, passkeys(), stub -> stub.activatePasskey(request))
                .getPasskey();
    }

    /** The person's passkeys, at most 10. */
    public List<Passkey> list() {
        return ServiceCalls.call(TASKS, () -> passkeys().listPasskeys(ListPasskeysRequest.getDefaultInstance()))
                .getPasskeysList();
    }

    /** Removes a passkey, for example one that the person does not know. */
    public void remove(String passkeyId) {
        remove(ids.nextUuid(), passkeyId);
    }

    /** As {@link #remove(String)}, with a request id of the caller's. */
    public void remove(UUID requestId, String passkeyId) {
        RemovePasskeyRequest request = RemovePasskeyRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setPasskeyId(passkeyId)
                .build();
        var _ = sender.send(requestId, TASKS, passkeys(), stub -> stub.removePasskey(request));
    }

    /** What a passkey is to sign so that a task is approved, with the amount and the payee to show. */
    public BeginApprovalResponse beginApproval(String taskId) {
        BeginApprovalRequest request =
                BeginApprovalRequest.newBuilder().setTaskId(taskId).build();
        return ServiceCalls.call(TASKS, () -> passkeys().beginApproval(request));
    }

    /** Approves a task as its delegate, for one use and a few minutes. */
    public Task approve(PasskeySignature signature, String taskId) {
        return approve(ids.nextUuid(), signature, taskId);
    }

    /** As {@link #approve(PasskeySignature, String)}, with a request id of the caller's. */
    public Task approve(UUID requestId, PasskeySignature signature, String taskId) {
        ApproveTaskRequest request = ApproveTaskRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setPasskeySignature(signature)
                .setTaskId(taskId)
                .build();
        var stub = ServiceCalls.within(DEADLINE, DelegationServiceGrpc.newBlockingV2Stub(channels.tasks()))
                .withCallCredentials(bearer);
        return sender.send(requestId, TASKS, stub, tasks -> tasks.approveTask(request))
                .getTask();
    }

    private PasskeyServiceGrpc.PasskeyServiceBlockingV2Stub passkeys() {
        return ServiceCalls.within(DEADLINE, PasskeyServiceGrpc.newBlockingV2Stub(channels.tasks()))
                .withCallCredentials(bearer);
    }
}
