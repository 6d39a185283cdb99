package dev.stead.terminal;

import dev.stead.matcher.v1.Consent;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.Subject;
import dev.stead.matcher.v1.VerifyRequest;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.payment.v1.Account;
import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.GetAccountRequest;
import dev.stead.task.v1.AcceptTaskRequest;
import dev.stead.task.v1.AddContactRequest;
import dev.stead.task.v1.ApproveTaskRequest;
import dev.stead.task.v1.Contact;
import dev.stead.task.v1.DeclineTaskRequest;
import dev.stead.task.v1.DelegationServiceGrpc;
import dev.stead.task.v1.GetProfileRequest;
import dev.stead.task.v1.GetProfileResponse;
import dev.stead.task.v1.GetTaskRequest;
import dev.stead.task.v1.ListContactsRequest;
import dev.stead.task.v1.ListTasksRequest;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.NotificationServiceGrpc;
import dev.stead.task.v1.ProposeTaskRequest;
import dev.stead.task.v1.RemoveContactRequest;
import dev.stead.task.v1.RevokeTaskRequest;
import dev.stead.task.v1.SetDisplayNameRequest;
import dev.stead.task.v1.Task;
import dev.stead.terminal.sample.CapturedSample;
import io.grpc.CallCredentials;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The calls of one person's phone: enrolment, tasks as delegator and as delegate, notifications. The person's token says who calls; no
 * request names the caller.
 *
 * <p>A call that only reads has a deadline of 5 s. A call that changes something is sent again, under the same request id, while there is
 * no answer, at most for 10 s. A failure is a {@link SteadException}; if it has a {@link SteadException#requestId}, the outcome is
 * unknown: call the form that takes a request id, with this id and the same arguments, and the change takes effect once. A caller that
 * must not lose an id in a crash stores one of its own first, and passes it.
 *
 * <p>Thread-safe. Owns nothing; the channels and the subscriptions belong to the caller.
 */
public final class PhoneClient {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final String MATCHER = "matcher";
    private static final String TASKS = "task service";

    private final ServiceChannels channels;
    private final CallCredentials bearer;
    private final String galleryId;
    private final Environment environment;
    private final IdGenerator ids;
    private final RequestSender sender;

    private PhoneClient(ServiceChannels channels, String galleryId, CallCredentials bearer, Environment environment) {
        this.channels = channels;
        this.galleryId = galleryId;
        this.bearer = bearer;
        this.environment = environment;
        this.ids = new IdGenerator(environment);
        this.sender = new RequestSender(environment.random());
    }

    /**
     * A client for one person. Connects at the first call.
     *
     * @param channels with the certificate of the gateway that the phone is behind
     * @param galleryId the gallery in which the person is, or will be, enrolled
     * @param bearer supplies the person's token (JWT) for each call; must be thread-safe
     * @param environment the clock and the random numbers; in production a {@link java.security.SecureRandom}
     */
    public static PhoneClient of(
            ServiceChannels channels, String galleryId, Supplier<String> bearer, Environment environment) {
        return new PhoneClient(channels, galleryId, Channels.bearer(bearer), environment);
    }

    /**
     * Enrols the person, who gives their consent now. Whoever may have to repeat it gives the consent and a request id themselves.
     *
     * @param policyVersion the version of the text to which they consented
     * @param samples 1 to 10, of this person
     */
    public Subject enrol(String policyVersion, List<CapturedSample> samples) {
        Consent consent =
                ServiceCalls.consent(policyVersion, environment.clock().instant());
        return enrol(ids.nextUuid(), consent, samples);
    }

    /**
     * As {@link #enrol(String, List)}, with a request id of the caller's.
     *
     * @param consent with the time at which it was given, which a repeat repeats
     */
    public Subject enrol(UUID requestId, Consent consent, List<CapturedSample> samples) {
        EnrolSubjectRequest request = EnrolSubjectRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setGalleryId(galleryId)
                .setConsent(consent)
                .addAllSamples(samples.stream().map(ServiceCalls::message).toList())
                .build();
        var stub = EnrolmentServiceGrpc.newBlockingV2Stub(channels.matcher()).withCallCredentials(bearer);
        return sender.send(requestId, MATCHER, stub, matcher -> matcher.enrolSubject(request))
                .getSubject();
    }

    /** Compares a sample with the person's own templates: {@code Identified} or {@code NotIdentified}, never {@code Ambiguous}. */
    public Identification verify(CapturedSample sample) {
        VerifyRequest request = VerifyRequest.newBuilder()
                .setGalleryId(galleryId)
                .setCaptureNonce(ServiceCalls.captureNonce(environment.random()))
                .setSample(ServiceCalls.message(sample))
                .build();
        var stub =
                IdentificationServiceGrpc.newBlockingV2Stub(channels.matcher()).withCallCredentials(bearer);
        return Identification.of(ServiceCalls.call(
                        MATCHER, () -> ServiceCalls.within(DEADLINE, stub).verify(request))
                .getDecision());
    }

    /** Asks a contact to do something in the person's stead. The assertion is the person's own, from {@link #verify}. */
    public Task propose(SignedAssertion assertion, TaskProposal proposal) {
        return propose(ids.nextUuid(), assertion, proposal);
    }

    /** As {@link #propose(SignedAssertion, TaskProposal)}, with a request id of the caller's. */
    public Task propose(UUID requestId, SignedAssertion assertion, TaskProposal proposal) {
        ProposeTaskRequest request = ProposeTaskRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setAssertion(assertion.jws())
                .setDelegateId(proposal.delegateId())
                .setMerchantId(proposal.merchantId())
                .setOrderId(proposal.orderId())
                .setMandate(proposal.mandate())
                .build();
        return sender.send(requestId, TASKS, delegation(), stub -> stub.proposeTask(request))
                .getTask();
    }

    /** Accepts a task as its delegate. The assertion is the person's own, from {@link #verify}. */
    public Task accept(SignedAssertion assertion, String taskId) {
        return accept(ids.nextUuid(), assertion, taskId);
    }

    /** As {@link #accept(SignedAssertion, String)}, with a request id of the caller's. */
    public Task accept(UUID requestId, SignedAssertion assertion, String taskId) {
        AcceptTaskRequest request = AcceptTaskRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setAssertion(assertion.jws())
                .setTaskId(taskId)
                .build();
        return sender.send(requestId, TASKS, delegation(), stub -> stub.acceptTask(request))
                .getTask();
    }

    /** Approves a task whose amount is above the mandate's {@code approval_above}, for one use and a few minutes. */
    public Task approve(SignedAssertion assertion, String taskId) {
        return approve(ids.nextUuid(), assertion, taskId);
    }

    /** As {@link #approve(SignedAssertion, String)}, with a request id of the caller's. */
    public Task approve(UUID requestId, SignedAssertion assertion, String taskId) {
        ApproveTaskRequest request = ApproveTaskRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setAssertion(assertion.jws())
                .setTaskId(taskId)
                .build();
        return sender.send(requestId, TASKS, delegation(), stub -> stub.approveTask(request))
                .getTask();
    }

    /** Declines a task as its delegate. */
    public Task decline(String taskId) {
        return decline(ids.nextUuid(), taskId);
    }

    /** As {@link #decline(String)}, with a request id of the caller's. */
    public Task decline(UUID requestId, String taskId) {
        DeclineTaskRequest request = DeclineTaskRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setTaskId(taskId)
                .build();
        return sender.send(requestId, TASKS, delegation(), stub -> stub.declineTask(request))
                .getTask();
    }

    /** Revokes a task as its delegator or its delegate. An execution in progress is not stopped. */
    public Task revoke(String taskId) {
        return revoke(ids.nextUuid(), taskId);
    }

    /** As {@link #revoke(String)}, with a request id of the caller's. */
    public Task revoke(UUID requestId, String taskId) {
        RevokeTaskRequest request = RevokeTaskRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setTaskId(taskId)
                .build();
        return sender.send(requestId, TASKS, delegation(), stub -> stub.revokeTask(request))
                .getTask();
    }

    /** One task of which the person is delegator or delegate. */
    public Task task(String taskId) {
        GetTaskRequest request = GetTaskRequest.newBuilder().setTaskId(taskId).build();
        return ServiceCalls.call(TASKS, () -> delegation().getTask(request)).getTask();
    }

    /**
     * The newest tasks, at most 100.
     *
     * @param side the tasks that the person delegated, or those delegated to them
     */
    public List<Task> tasks(ListTasksRequest.Side side, boolean openOnly) {
        ListTasksRequest request = ListTasksRequest.newBuilder()
                .setSide(side)
                .setOpenOnly(openOnly)
                .setPageSize(100)
                .build();
        return ServiceCalls.call(TASKS, () -> delegation().listTasks(request)).getTasksList();
    }

    /** The first 100 of the person's contacts, and of those who have asked or were asked to be one. */
    public List<Contact> contacts() {
        ListContactsRequest request =
                ListContactsRequest.newBuilder().setPageSize(100).build();
        return ServiceCalls.call(TASKS, () -> delegation().listContacts(request))
                .getContactsList();
    }

    /** The person's own id and name. The id is what others need to add them as a contact: show it to them, as a code to scan. */
    public GetProfileResponse profile() {
        return ServiceCalls.call(TASKS, () -> delegation().getProfile(GetProfileRequest.getDefaultInstance()));
    }

    /**
     * Asks somebody to be a contact, or agrees to it, by their person id ({@link #profile}), which they have told the person. The two are
     * contacts once each has added the other.
     */
    public Contact addContact(String contactId) {
        return addContact(ids.nextUuid(), contactId);
    }

    /** As {@link #addContact(String)}, with a request id of the caller's. */
    public Contact addContact(UUID requestId, String contactId) {
        AddContactRequest request = AddContactRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setContactId(contactId)
                .build();
        return sender.send(requestId, TASKS, delegation(), stub -> stub.addContact(request))
                .getContact();
    }

    /** Ends that two people are contacts, or refuses to be one. */
    public void removeContact(String contactId) {
        removeContact(ids.nextUuid(), contactId);
    }

    /** As {@link #removeContact(String)}, with a request id of the caller's. */
    public void removeContact(UUID requestId, String contactId) {
        RemoveContactRequest request = RemoveContactRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setContactId(contactId)
                .build();
        var _ = sender.send(requestId, TASKS, delegation(), stub -> stub.removeContact(request));
    }

    /** Sets the name that the person's contacts see. */
    public void setDisplayName(String name) {
        setDisplayName(ids.nextUuid(), name);
    }

    /** As {@link #setDisplayName(String)}, with a request id of the caller's. */
    public void setDisplayName(UUID requestId, String name) {
        SetDisplayNameRequest request = SetDisplayNameRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setDisplayName(name)
                .build();
        var response = sender.send(requestId, TASKS, delegation(), stub -> stub.setDisplayName(request));
        if (!response.getDisplayName().equals(name)) {
            throw SteadException.of(TASKS, "another name than the one that was set");
        }
    }

    /** An account of the person's, with its balance. */
    public Account account(String accountId) {
        GetAccountRequest request =
                GetAccountRequest.newBuilder().setAccountId(accountId).build();
        var stub = AccountServiceGrpc.newBlockingV2Stub(channels.payment()).withCallCredentials(bearer);
        return ServiceCalls.call(
                        "payment adapter",
                        () -> ServiceCalls.within(DEADLINE, stub).getAccount(request))
                .getAccount();
    }

    /**
     * Subscribes to the person's notifications, in order of their cursors, until the subscription is closed. Reconnects whenever the stream
     * ends, and continues after the last notification that the listener took.
     *
     * @param afterCursor the cursor after which to start; 0 to start after the last acknowledged one
     * @param listener called on the subscription's own thread, one notification at a time; if it throws, the subscription ends
     */
    public NotificationSubscription subscribe(long afterCursor, Consumer<Notification> listener) {
        var stub = NotificationServiceGrpc.newBlockingV2Stub(channels.tasks()).withCallCredentials(bearer);
        return NotificationSubscription.start(stub, afterCursor, listener);
    }

    /** Marks all notifications up to this cursor as read. Has no request id: marking them again changes nothing. */
    public void acknowledge(long cursor) {
        NotificationSubscription.acknowledge(
                ServiceCalls.within(DEADLINE, NotificationServiceGrpc.newBlockingV2Stub(channels.tasks()))
                        .withCallCredentials(bearer),
                cursor);
    }

    private DelegationServiceGrpc.DelegationServiceBlockingV2Stub delegation() {
        return ServiceCalls.within(DEADLINE, DelegationServiceGrpc.newBlockingV2Stub(channels.tasks()))
                .withCallCredentials(bearer);
    }
}
