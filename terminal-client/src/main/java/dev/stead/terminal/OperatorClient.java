package dev.stead.terminal;

import com.google.protobuf.ByteString;
import dev.stead.matcher.v1.CaptureDevice;
import dev.stead.matcher.v1.CaptureDeviceServiceGrpc;
import dev.stead.matcher.v1.Consent;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.EraseSubjectRequest;
import dev.stead.matcher.v1.ErasureReceipt;
import dev.stead.matcher.v1.Gallery;
import dev.stead.matcher.v1.GetGalleryRequest;
import dev.stead.matcher.v1.ListDuplicatesRequest;
import dev.stead.matcher.v1.ListDuplicatesResponse;
import dev.stead.matcher.v1.PutCaptureDeviceRequest;
import dev.stead.matcher.v1.Subject;
import dev.stead.mesh.capture.DeviceKey;
import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.payment.v1.Account;
import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.CheckBalanceRequest;
import dev.stead.payment.v1.CheckBalanceResponse;
import dev.stead.payment.v1.DepositRequest;
import dev.stead.payment.v1.GetAccountRequest;
import dev.stead.payment.v1.OpenAccountRequest;
import dev.stead.payment.v1.Owner;
import dev.stead.task.v1.ExplainTaskRequest;
import dev.stead.task.v1.ExplainTaskResponse;
import dev.stead.task.v1.Merchant;
import dev.stead.task.v1.PutMerchantRequest;
import dev.stead.task.v1.PutSiteRequest;
import dev.stead.task.v1.PutTerminalRequest;
import dev.stead.task.v1.RegistryServiceGrpc;
import dev.stead.task.v1.Site;
import dev.stead.task.v1.Terminal;
import dev.stead.task.v1.TerminalServiceGrpc;
import dev.stead.type.v1.Money;
import java.time.Duration;
import java.util.Iterator;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * The operator's calls: the registry of merchants, sites and terminals, accounts, and enrolment on behalf of others.
 *
 * <p>Calls have the deadlines, repeats and failures of {@link PhoneClient}'s; a bulk enrolment has 30 s without progress. Thread-safe. Owns
 * nothing; the channels belong to the caller.
 */
public final class OperatorClient {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final String MATCHER = "matcher";
    private static final String TASKS = "task service";
    private static final String PAYMENT = "payment adapter";

    private final ServiceChannels channels;
    private final Environment environment;
    private final IdGenerator ids;
    private final RequestSender sender;

    private OperatorClient(ServiceChannels channels, Environment environment) {
        this.channels = channels;
        this.environment = environment;
        this.ids = new IdGenerator(environment);
        this.sender = new RequestSender(environment.random());
    }

    /**
     * A client for one operator. Connects at the first call.
     *
     * @param channels with the operator's certificate
     * @param environment the clock and the random numbers; in production a {@link java.security.SecureRandom}
     */
    public static OperatorClient of(ServiceChannels channels, Environment environment) {
        return new OperatorClient(channels, environment);
    }

    /** Registers a merchant, or replaces the registered one of the same id. */
    public Merchant putMerchant(Merchant merchant) {
        return putMerchant(ids.nextUuid(), merchant);
    }

    /** As {@link #putMerchant(Merchant)}, with a request id of the caller's. */
    public Merchant putMerchant(UUID requestId, Merchant merchant) {
        PutMerchantRequest request = PutMerchantRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setMerchant(merchant)
                .build();
        return sender.send(requestId, TASKS, registry(), stub -> stub.putMerchant(request))
                .getMerchant();
    }

    /** Registers a site, or replaces the registered one of the same id. */
    public Site putSite(Site site) {
        return putSite(ids.nextUuid(), site);
    }

    /** As {@link #putSite(Site)}, with a request id of the caller's. */
    public Site putSite(UUID requestId, Site site) {
        PutSiteRequest request = PutSiteRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setSite(site)
                .build();
        return sender.send(requestId, TASKS, registry(), stub -> stub.putSite(request))
                .getSite();
    }

    /** Registers a terminal, or replaces the registered one of the same id. */
    public Terminal putTerminal(Terminal terminal) {
        return putTerminal(ids.nextUuid(), terminal);
    }

    /** As {@link #putTerminal(Terminal)}, with a request id of the caller's. */
    public Terminal putTerminal(UUID requestId, Terminal terminal) {
        PutTerminalRequest request = PutTerminalRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setTerminal(terminal)
                .build();
        return sender.send(requestId, TASKS, registry(), stub -> stub.putTerminal(request))
                .getTerminal();
    }

    /** Registers a capture device as active: from then on the matcher believes its captures at its terminal. */
    public CaptureDevice putCaptureDevice(DeviceKey key) {
        return putCaptureDevice(
                ids.nextUuid(),
                CaptureDevice.newBuilder()
                        .setDeviceId(key.deviceId())
                        .setTerminalId(key.terminalId())
                        .setPublicKey(ByteString.copyFrom(key.publicKey().getEncoded()))
                        .setState(CaptureDevice.State.STATE_ACTIVE)
                        .build());
    }

    /** Registers a capture device, or replaces the registered one of the same id: to suspend or to retire it. */
    public CaptureDevice putCaptureDevice(UUID requestId, CaptureDevice device) {
        PutCaptureDeviceRequest request = PutCaptureDeviceRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setDevice(device)
                .build();
        return sender.send(requestId, MATCHER, devices(), stub -> stub.putCaptureDevice(request))
                .getDevice();
    }

    /** Each condition of a task at a terminal now, with whether it holds and why. */
    public ExplainTaskResponse explain(String taskId, String terminalId) {
        ExplainTaskRequest request = ExplainTaskRequest.newBuilder()
                .setTaskId(taskId)
                .setTerminalId(terminalId)
                .build();
        var stub = TerminalServiceGrpc.newBlockingV2Stub(channels.tasks());
        return ServiceCalls.call(
                TASKS, () -> ServiceCalls.within(DEADLINE, stub).explainTask(request));
    }

    /**
     * Opens an account.
     *
     * @param currencyCode ISO 4217, such as {@code EUR}
     */
    public Account openAccount(String accountId, Owner owner, String currencyCode) {
        return openAccount(ids.nextUuid(), accountId, owner, currencyCode);
    }

    /** As {@link #openAccount(String, Owner, String)}, with a request id of the caller's. */
    public Account openAccount(UUID requestId, String accountId, Owner owner, String currencyCode) {
        OpenAccountRequest request = OpenAccountRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setAccountId(accountId)
                .setOwner(owner)
                .setCurrencyCode(currencyCode)
                .build();
        return sender.send(requestId, PAYMENT, accounts(), stub -> stub.openAccount(request))
                .getAccount();
    }

    /** Deposits money from outside Stead into an account. */
    public Account deposit(String accountId, Money amount) {
        return deposit(ids.nextUuid(), accountId, amount);
    }

    /** As {@link #deposit(String, Money)}, with a request id of the caller's. */
    public Account deposit(UUID requestId, String accountId, Money amount) {
        DepositRequest request = DepositRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setAccountId(accountId)
                .setAmount(amount)
                .build();
        return sender.send(requestId, PAYMENT, accounts(), stub -> stub.deposit(request))
                .getAccount();
    }

    /** An account, with its balance. */
    public Account account(String accountId) {
        GetAccountRequest request =
                GetAccountRequest.newBuilder().setAccountId(accountId).build();
        return ServiceCalls.call(PAYMENT, () -> accounts().getAccount(request)).getAccount();
    }

    /** Adds up all postings of the ledger and compares them with the balances. */
    public CheckBalanceResponse checkBalance() {
        return ServiceCalls.call(PAYMENT, () -> accounts().checkBalance(CheckBalanceRequest.getDefaultInstance()));
    }

    /** A gallery, with its size and configuration. */
    public Gallery gallery(String galleryId) {
        GetGalleryRequest request =
                GetGalleryRequest.newBuilder().setGalleryId(galleryId).build();
        return ServiceCalls.call(MATCHER, () -> enrolment().getGallery(request)).getGallery();
    }

    /**
     * Enrols one subject, who gives their consent now. Whoever may have to repeat it gives the consent and a request id themselves.
     *
     * @param policyVersion the version of the text to which they consented
     */
    public Subject enrol(String galleryId, String policyVersion, SubjectEnrolment enrolment) {
        return enrol(ids.nextUuid(), galleryId, consent(policyVersion), enrolment);
    }

    /**
     * As {@link #enrol(String, String, SubjectEnrolment)}, with a request id of the caller's.
     *
     * @param consent with the time at which it was given, which a repeat repeats
     */
    public Subject enrol(UUID requestId, String galleryId, Consent consent, SubjectEnrolment enrolment) {
        EnrolSubjectRequest request = EnrolSubjectRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setGalleryId(galleryId)
                .setSubjectId(enrolment.subjectId())
                .setConsent(consent)
                .addAllSamples(
                        enrolment.samples().stream().map(ServiceCalls::message).toList())
                .build();
        return sender.send(requestId, MATCHER, enrolment(), stub -> stub.enrolSubject(request))
                .getSubject();
    }

    /** Who is perhaps enrolled twice: the pairs that were found first, and how many there are. */
    public ListDuplicatesResponse duplicates(String galleryId) {
        ListDuplicatesRequest request =
                ListDuplicatesRequest.newBuilder().setGalleryId(galleryId).build();
        return ServiceCalls.call(MATCHER, () -> enrolment().listDuplicates(request));
    }

    /** Erases a subject: destroys their key and overwrites their templates. */
    public ErasureReceipt erase(String galleryId, String subjectId) {
        return erase(ids.nextUuid(), galleryId, subjectId);
    }

    /** As {@link #erase(String, String)}, with a request id of the caller's. */
    public ErasureReceipt erase(UUID requestId, String galleryId, String subjectId) {
        EraseSubjectRequest request = EraseSubjectRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setGalleryId(galleryId)
                .setSubjectId(subjectId)
                .build();
        return sender.send(requestId, MATCHER, enrolment(), stub -> stub.eraseSubject(request))
                .getReceipt();
    }

    /**
     * Enrols many subjects. A refused subject does not stop the others. Has no request id: after a failure start again with all of them. A
     * subject that is already enrolled with the same samples counts as done.
     *
     * @param policyVersion the version of the text to which all of them consented
     * @param enrolments read one by one, on the caller's thread, as fast as the matcher accepts them
     * @param listener called after each durable batch and each refusal, on the caller's thread
     * @return the last progress
     */
    public BulkProgress bulkEnrol(
            String galleryId,
            String policyVersion,
            Iterator<SubjectEnrolment> enrolments,
            Consumer<BulkProgress> listener) {
        return new BulkEnrolment(
                        EnrolmentServiceGrpc.newBlockingV2Stub(channels.matcher()),
                        galleryId,
                        consent(policyVersion),
                        listener)
                .run(enrolments);
    }

    private Consent consent(String policyVersion) {
        return ServiceCalls.consent(policyVersion, environment.clock().instant());
    }

    private RegistryServiceGrpc.RegistryServiceBlockingV2Stub registry() {
        return ServiceCalls.within(DEADLINE, RegistryServiceGrpc.newBlockingV2Stub(channels.tasks()));
    }

    private CaptureDeviceServiceGrpc.CaptureDeviceServiceBlockingV2Stub devices() {
        return ServiceCalls.within(DEADLINE, CaptureDeviceServiceGrpc.newBlockingV2Stub(channels.matcher()));
    }

    private AccountServiceGrpc.AccountServiceBlockingV2Stub accounts() {
        return ServiceCalls.within(DEADLINE, AccountServiceGrpc.newBlockingV2Stub(channels.payment()));
    }

    private EnrolmentServiceGrpc.EnrolmentServiceBlockingV2Stub enrolment() {
        return ServiceCalls.within(DEADLINE, EnrolmentServiceGrpc.newBlockingV2Stub(channels.matcher()));
    }
}
