package dev.stead.terminal;

import com.google.protobuf.ByteString;
import dev.stead.matcher.v1.Consent;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.Subject;
import dev.stead.matcher.v1.VerifyRequest;
import dev.stead.mesh.net.Channels;
import dev.stead.payment.v1.Account;
import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.GetAccountRequest;
import dev.stead.task.v1.AcceptTaskRequest;
import dev.stead.task.v1.AddContactRequest;
import dev.stead.task.v1.ApproveTaskRequest;
import dev.stead.task.v1.Contact;
import dev.stead.task.v1.DeclineTaskRequest;
import dev.stead.task.v1.DelegationServiceGrpc;
import dev.stead.task.v1.GetTaskRequest;
import dev.stead.task.v1.ListContactsRequest;
import dev.stead.task.v1.ListTasksRequest;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.NotificationServiceGrpc;
import dev.stead.task.v1.ProposeTaskRequest;
import dev.stead.task.v1.RevokeTaskRequest;
import dev.stead.task.v1.SetDisplayNameRequest;
import dev.stead.task.v1.Task;
import dev.stead.terminal.sample.CapturedSample;
import io.grpc.CallCredentials;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One person's phone: what they ask for, accept and are told. Their token says who they are; no call names the caller.
 *
 * <p>Every call has a deadline and every failure is a {@link SteadException}. Safe for many threads. Owns nothing but its watches.
 */
public final class PhoneClient {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final String MATCHER = "matcher";
    private static final String TASKS = "task service";

    private final ServiceChannels services;
    private final CallCredentials bearer;
    private final String galleryId;
    private final RequestIdSource ids;

    private PhoneClient(ServiceChannels services, String galleryId, CallCredentials bearer, RequestIdSource ids) {
        this.services = services;
        this.galleryId = galleryId;
        this.bearer = bearer;
        this.ids = ids;
    }

    /**
     * A phone behind a gateway.
     *
     * @param services channels with the gateway's identity
     * @param bearer gives the person's token, asked anew for every call
     */
    public static PhoneClient of(ServiceChannels services, String galleryId, Supplier<String> bearer, RequestIdSource ids) {
        return new PhoneClient(services, galleryId, Channels.bearer(bearer), ids);
    }

    /**
     * Enrols the person, who has just consented.
     *
     * @param policyVersion the version of the text that they were shown
     * @param samples 1 to 10
     */
    public Subject enrol(String policyVersion, List<CapturedSample> samples) {
        EnrolSubjectRequest request = EnrolSubjectRequest.newBuilder()
                .setRequestId(ids.requestId().toString())
                .setGalleryId(galleryId)
                .setConsent(Consent.newBuilder().setPolicyVersion(policyVersion).setGrantTime(ServiceCalls.message(ids.now())))
                .addAllSamples(samples.stream().map(ServiceCalls::message).toList())
                .build();
        var stub = EnrolmentServiceGrpc.newBlockingV2Stub(services.matcher()).withCallCredentials(bearer);
        return ServiceCalls.call(MATCHER, () -> ServiceCalls.within(DEADLINE, stub).enrolSubject(request))
                .getSubject();
    }

    /** Whether this sample is the person's: {@code Identified} or {@code NotIdentified}. */
    public Identification verify(CapturedSample sample) {
        VerifyRequest request = VerifyRequest.newBuilder()
                .setGalleryId(galleryId)
                .setCaptureNonce(ByteString.copyFrom(ids.captureNonce()))
                .setSample(ServiceCalls.message(sample))
                .build();
        var stub =
                IdentificationServiceGrpc.newBlockingV2Stub(services.matcher()).withCallCredentials(bearer);
        return Identification.of(
                ServiceCalls.call(MATCHER, () -> ServiceCalls.within(DEADLINE, stub).verify(request))
                        .getDecision());
    }

    /** Asks a contact to do something in the person's stead. */
    public Task propose(Assertion assertion, TaskProposal proposal) {
        ProposeTaskRequest request = ProposeTaskRequest.newBuilder()
                .setRequestId(ids.requestId().toString())
                .setAssertion(assertion.jws())
                .setDelegateId(proposal.delegateId())
                .setMerchantId(proposal.merchantId())
                .setOrderId(proposal.orderId())
                .setMandate(proposal.mandate())
                .build();
        return ServiceCalls.call(TASKS, () -> delegation().proposeTask(request)).getTask();
    }

    /** Says yes. */
    public Task accept(Assertion assertion, String taskId) {
        AcceptTaskRequest request = AcceptTaskRequest.newBuilder()
                .setRequestId(ids.requestId().toString())
                .setAssertion(assertion.jws())
                .setTaskId(taskId)
                .build();
        return ServiceCalls.call(TASKS, () -> delegation().acceptTask(request)).getTask();
    }

    /** Approves, once and for a few minutes, that a terminal does a task whose order is over the mandate's {@code approval_above}. */
    public Task approve(Assertion assertion, String taskId) {
        ApproveTaskRequest request = ApproveTaskRequest.newBuilder()
                .setRequestId(ids.requestId().toString())
                .setAssertion(assertion.jws())
                .setTaskId(taskId)
                .build();
        return ServiceCalls.call(TASKS, () -> delegation().approveTask(request)).getTask();
    }

    /** Says no. */
    public Task decline(String taskId) {
        DeclineTaskRequest request = DeclineTaskRequest.newBuilder()
                .setRequestId(ids.requestId().toString())
                .setTaskId(taskId)
                .build();
        return ServiceCalls.call(TASKS, () -> delegation().declineTask(request)).getTask();
    }

    /** Takes a task back. */
    public Task revoke(String taskId) {
        RevokeTaskRequest request = RevokeTaskRequest.newBuilder()
                .setRequestId(ids.requestId().toString())
                .setTaskId(taskId)
                .build();
        return ServiceCalls.call(TASKS, () -> delegation().revokeTask(request)).getTask();
    }

    /** One task of the person's. */
    public Task task(String taskId) {
        GetTaskRequest request = GetTaskRequest.newBuilder().setTaskId(taskId).build();
        return ServiceCalls.call(TASKS, () -> delegation().getTask(request)).getTask();
    }

    /** The newest tasks, at most 100. */
    public List<Task> tasks(ListTasksRequest.Side side, boolean openOnly) {
        ListTasksRequest request = ListTasksRequest.newBuilder()
                .setSide(side)
                .setOpenOnly(openOnly)
                .setPageSize(100)
                .build();
        return ServiceCalls.call(TASKS, () -> delegation().listTasks(request)).getTasksList();
    }

    /** Whom the person may ask, at most 100. */
    public List<Contact> contacts() {
        ListContactsRequest request =
                ListContactsRequest.newBuilder().setPageSize(100).build();
        return ServiceCalls.call(TASKS, () -> delegation().listContacts(request)).getContactsList();
    }

    /** Adds somebody whose id the person was given. */
    public Contact addContact(String contactId) {
        AddContactRequest request = AddContactRequest.newBuilder()
                .setRequestId(ids.requestId().toString())
                .setContactId(contactId)
                .build();
        return ServiceCalls.call(TASKS, () -> delegation().addContact(request)).getContact();
    }

    /** Sets the name under which others know the person. */
    public void setDisplayName(String name) {
        SetDisplayNameRequest request = SetDisplayNameRequest.newBuilder()
                .setRequestId(ids.requestId().toString())
                .setDisplayName(name)
                .build();
        var answer = ServiceCalls.call(TASKS, () -> delegation().setDisplayName(request));
        if (!answer.getDisplayName().equals(name)) {
            throw SteadException.of(TASKS, "another name than was set");
        }
    }

    /** The person's own account. */
    public Account account(String accountId) {
        GetAccountRequest request =
                GetAccountRequest.newBuilder().setAccountId(accountId).build();
        var stub = AccountServiceGrpc.newBlockingV2Stub(services.payment()).withCallCredentials(bearer);
        return ServiceCalls.call("payment adapter", () -> ServiceCalls.within(DEADLINE, stub).getAccount(request))
                .getAccount();
    }

    /**
     * Tells of what happens, in order, until it is closed; opens the stream anew behind the last one whenever it ends.
     *
     * @param after only those behind this cursor; 0: behind the last acknowledged one
     * @param told called on the watch's own thread, one notification at a time
     */
    public NotificationSubscription watch(long after, Consumer<Notification> told) {
        var stub = NotificationServiceGrpc.newBlockingV2Stub(services.tasks()).withCallCredentials(bearer);
        return NotificationSubscription.start(stub, after, told);
    }

    /** Says that everything up to this cursor was read. */
    public void acknowledge(long cursor) {
        NotificationSubscription.acknowledge(
                ServiceCalls.within(DEADLINE, NotificationServiceGrpc.newBlockingV2Stub(services.tasks()))
                        .withCallCredentials(bearer),
                cursor);
    }

    private DelegationServiceGrpc.DelegationServiceBlockingV2Stub delegation() {
        return ServiceCalls.within(DEADLINE, DelegationServiceGrpc.newBlockingV2Stub(services.tasks()))
                .withCallCredentials(bearer);
    }
}
