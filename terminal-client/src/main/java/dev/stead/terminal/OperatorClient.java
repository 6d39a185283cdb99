package dev.stead.terminal;

import dev.stead.matcher.v1.Consent;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.EraseSubjectRequest;
import dev.stead.matcher.v1.ErasureReceipt;
import dev.stead.matcher.v1.Gallery;
import dev.stead.matcher.v1.GetGalleryRequest;
import dev.stead.matcher.v1.Subject;
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
import java.util.function.Consumer;

/**
 * The operator's tools: registry, accounts, enrolment on behalf of others. Every call has a deadline and every failure is a
 * {@link SteadException}. Safe for many threads.
 */
public final class OperatorClient {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final String MATCHER = "matcher";
    private static final String TASKS = "task service";
    private static final String PAYMENT = "payment adapter";

    private final ServiceChannels services;
    private final RequestIdSource ids;

    private OperatorClient(ServiceChannels services, RequestIdSource ids) {
        this.services = services;
        this.ids = ids;
    }

    /** An operator; the channels carry their certificate. */
    public static OperatorClient of(ServiceChannels services, RequestIdSource ids) {
        return new OperatorClient(services, ids);
    }

    /** Makes a merchant known, or changes one. */
    public Merchant putMerchant(Merchant merchant) {
        PutMerchantRequest request = PutMerchantRequest.newBuilder()
                .setRequestId(requestId())
                .setMerchant(merchant)
                .build();
        return ServiceCalls.call(TASKS, () -> registry().putMerchant(request)).getMerchant();
    }

    /** Makes a site known, or changes one. */
    public Site putSite(Site site) {
        PutSiteRequest request = PutSiteRequest.newBuilder()
                .setRequestId(requestId())
                .setSite(site)
                .build();
        return ServiceCalls.call(TASKS, () -> registry().putSite(request)).getSite();
    }

    /** Makes a terminal known, or changes one. */
    public Terminal putTerminal(Terminal terminal) {
        PutTerminalRequest request = PutTerminalRequest.newBuilder()
                .setRequestId(requestId())
                .setTerminal(terminal)
                .build();
        return ServiceCalls.call(TASKS, () -> registry().putTerminal(request)).getTerminal();
    }

    /** Why a task may or may not be done at a terminal now. */
    public ExplainTaskResponse explain(String taskId, String terminalId) {
        ExplainTaskRequest request = ExplainTaskRequest.newBuilder()
                .setTaskId(taskId)
                .setTerminalId(terminalId)
                .build();
        var stub = TerminalServiceGrpc.newBlockingV2Stub(services.tasks());
        return ServiceCalls.call(TASKS, () -> ServiceCalls.within(DEADLINE, stub).explainTask(request));
    }

    /** Opens an account. */
    public Account openAccount(String accountId, Owner owner, String currencyCode) {
        OpenAccountRequest request = OpenAccountRequest.newBuilder()
                .setRequestId(requestId())
                .setAccountId(accountId)
                .setOwner(owner)
                .setCurrencyCode(currencyCode)
                .build();
        return ServiceCalls.call(PAYMENT, () -> accounts().openAccount(request)).getAccount();
    }

    /** Puts money from outside into an account. */
    public Account deposit(String accountId, Money amount) {
        DepositRequest request = DepositRequest.newBuilder()
                .setRequestId(requestId())
                .setAccountId(accountId)
                .setAmount(amount)
                .build();
        return ServiceCalls.call(PAYMENT, () -> accounts().deposit(request)).getAccount();
    }

    /** An account with its balance. */
    public Account account(String accountId) {
        GetAccountRequest request =
                GetAccountRequest.newBuilder().setAccountId(accountId).build();
        return ServiceCalls.call(PAYMENT, () -> accounts().getAccount(request)).getAccount();
    }

    /** Sums up the whole ledger. */
    public CheckBalanceResponse checkBalance() {
        return ServiceCalls.call(PAYMENT, () -> accounts().checkBalance(CheckBalanceRequest.getDefaultInstance()));
    }

    /** Facts about a gallery. */
    public Gallery gallery(String galleryId) {
        GetGalleryRequest request =
                GetGalleryRequest.newBuilder().setGalleryId(galleryId).build();
        return ServiceCalls.call(MATCHER, () -> enrolment().getGallery(request)).getGallery();
    }

    /** Enrols one subject, who has just consented to the text of {@code policyVersion}. */
    public Subject enrol(String galleryId, String policyVersion, SubjectEnrolment enrolment) {
        EnrolSubjectRequest request = EnrolSubjectRequest.newBuilder()
                .setRequestId(requestId())
                .setGalleryId(galleryId)
                .setSubjectId(enrolment.subjectId())
                .setConsent(consent(policyVersion))
                .addAllSamples(enrolment.samples().stream().map(ServiceCalls::message).toList())
                .build();
        return ServiceCalls.call(MATCHER, () -> enrolment().enrolSubject(request)).getSubject();
    }

    /** Erases a subject's templates and key. */
    public ErasureReceipt erase(String galleryId, String subjectId) {
        EraseSubjectRequest request = EraseSubjectRequest.newBuilder()
                .setRequestId(requestId())
                .setGalleryId(galleryId)
                .setSubjectId(subjectId)
                .build();
        return ServiceCalls.call(MATCHER, () -> enrolment().eraseSubject(request)).getReceipt();
    }

    /**
     * Enrols many subjects, who consented to the text of {@code policyVersion}. A refused one does not stop the others. After a failure begin
     * again with all of them: one that is enrolled with the same samples counts as done.
     *
     * @param told after each durable batch, on the caller's thread
     * @return the last progress
     */
    public BulkProgress bulkEnrol(
            String galleryId,
            String policyVersion,
            Iterator<SubjectEnrolment> enrolments,
            Consumer<BulkProgress> told) {
        return new BulkEnrolment(
                        EnrolmentServiceGrpc.newBlockingV2Stub(services.matcher()),
                        galleryId,
                        consent(policyVersion),
                        told)
                .run(enrolments);
    }

    private Consent consent(String policyVersion) {
        return Consent.newBuilder()
                .setPolicyVersion(policyVersion)
                .setGrantTime(ServiceCalls.message(ids.now()))
                .build();
    }

    private String requestId() {
        return ids.requestId().toString();
    }

    private RegistryServiceGrpc.RegistryServiceBlockingV2Stub registry() {
        return ServiceCalls.within(DEADLINE, RegistryServiceGrpc.newBlockingV2Stub(services.tasks()));
    }

    private AccountServiceGrpc.AccountServiceBlockingV2Stub accounts() {
        return ServiceCalls.within(DEADLINE, AccountServiceGrpc.newBlockingV2Stub(services.payment()));
    }

    private EnrolmentServiceGrpc.EnrolmentServiceBlockingV2Stub enrolment() {
        return ServiceCalls.within(DEADLINE, EnrolmentServiceGrpc.newBlockingV2Stub(services.matcher()));
    }
}
