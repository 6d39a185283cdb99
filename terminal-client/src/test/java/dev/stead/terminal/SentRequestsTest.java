package dev.stead.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.stead.matcher.v1.Consent;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.mesh.testing.TestServer;
import dev.stead.mesh.time.Environment;
import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.Owner;
import dev.stead.task.v1.DelegationServiceGrpc;
import dev.stead.task.v1.ListTasksRequest;
import dev.stead.task.v1.Mandate;
import dev.stead.task.v1.Merchant;
import dev.stead.task.v1.NotificationServiceGrpc;
import dev.stead.task.v1.Order;
import dev.stead.task.v1.OrderServiceGrpc;
import dev.stead.task.v1.PasskeyServiceGrpc;
import dev.stead.task.v1.PasskeySignature;
import dev.stead.task.v1.RegistryServiceGrpc;
import dev.stead.task.v1.Site;
import dev.stead.task.v1.Terminal;
import dev.stead.task.v1.TerminalServiceGrpc;
import dev.stead.terminal.sample.CapturedSample;
import dev.stead.type.v1.Money;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.stub.ServerCalls;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every call of a client sends its arguments each in its own field, to the service that it belongs to. */
class SentRequestsTest {
    private static final UUID REQUEST = new UUID(1, 2);
    private static final SignedAssertion ASSERTION = new SignedAssertion("a.b.c", Instant.MAX);
    private static final Consent CONSENT =
            Consent.newBuilder().setPolicyVersion("policy-1").build();

    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final Environment environment = new Environment(InstantSource.system(), new Random(1));
    private TestServer matcher;
    private TestServer tasks;
    private TestServer payment;
    private ServiceChannels channels;

    @BeforeEach
    void start() {
        matcher = server(EnrolmentServiceGrpc.getServiceDescriptor(), IdentificationServiceGrpc.getServiceDescriptor());
        tasks = server(
                DelegationServiceGrpc.getServiceDescriptor(),
                PasskeyServiceGrpc.getServiceDescriptor(),
                NotificationServiceGrpc.getServiceDescriptor(),
                OrderServiceGrpc.getServiceDescriptor(),
                RegistryServiceGrpc.getServiceDescriptor(),
                TerminalServiceGrpc.getServiceDescriptor());
        payment = server(AccountServiceGrpc.getServiceDescriptor());
        channels = new ServiceChannels(matcher.anonymous(), tasks.anonymous(), payment.anonymous());
    }

    @AfterEach
    void stop() {
        Stream.of(matcher, tasks, payment).forEach(TestServer::close);
    }

    private TestServer server(ServiceDescriptor... services) {
        return TestServer.start(
                List.of(),
                Stream.of(services)
                        .map(service -> (BindableService) () -> recorder(service))
                        .toArray(BindableService[]::new));
    }

    private ServerServiceDefinition recorder(ServiceDescriptor service) {
        ServerServiceDefinition.Builder all = ServerServiceDefinition.builder(service);
        service.getMethods().forEach(method -> add(all, method));
        return all.build();
    }

    /** Answers every unary call with an empty answer, and no stream at all. */
    private <Q, A> void add(ServerServiceDefinition.Builder all, MethodDescriptor<Q, A> method) {
        var answers = (PrototypeMarshaller<A>) method.getResponseMarshaller();
        if (method.getType() == MethodType.UNARY) {
            all.addMethod(method, ServerCalls.asyncUnaryCall((request, out) -> {
                String text = TextFormat.printer().emittingSingleLine(true).printToString((Message) request);
                sent.add((method.getBareMethodName() + " " + text).strip());
                A answer = answers.getMessagePrototype();
                assertThat(answer).isNotNull();
                out.onNext(answer);
                out.onCompleted();
            }));
        } else {
            all.addMethod(method, ServerCalls.asyncBidiStreamingCall(out -> {
                throw new IllegalStateException("no stream is opened here");
            }));
        }
    }

    private static CapturedSample sample(int quality) {
        return new CapturedSample("model@" + quality, new float[] {quality, 0}, quality);
    }

    /** An empty answer may be refused by the client. */
    private static void quietly(Runnable call) {
        try {
            call.run();
        } catch (SteadException refused) {
            assertThat(refused).isNotNull();
        }
    }

    private static final String ID = "request_id: \"00000000-0000-0001-0000-000000000002\" ";

    @Test
    void aPhone() {
        PhoneClient phone = PhoneClient.of(channels, "gallery-1", () -> "token", environment);
        var mandate = Mandate.newBuilder().setNote("note-1").build();
        phone.enrol(REQUEST, CONSENT, List.of(sample(41), sample(42)));
        phone.propose(REQUEST, ASSERTION, new TaskProposal("delegate-1", "merchant-1", "order-1", mandate));
        phone.accept(REQUEST, ASSERTION, "task-1");
        phone.approve(REQUEST, ASSERTION, "task-2");
        phone.decline(REQUEST, "task-3");
        phone.revoke(REQUEST, "task-4");
        phone.task("task-5");
        phone.tasks(ListTasksRequest.Side.SIDE_DELEGATE, true);
        phone.tasks(ListTasksRequest.Side.SIDE_DELEGATOR, false);
        phone.contacts();
        phone.addContact(REQUEST, "contact-1");
        phone.removeContact(REQUEST, "contact-1");
        quietly(() -> phone.setDisplayName(REQUEST, "name-1"));
        phone.account("account-1");
        quietly(() -> phone.acknowledge(77));

        assertThat(sent)
                .containsExactly(
                        "EnrolSubject " + ID + "gallery_id: \"gallery-1\" consent { policy_version: \"policy-1\" } "
                                + embedding(41, "$B") + " " + embedding(42, "(B"),
                        "ProposeTask " + ID + "assertion: \"a.b.c\" delegate_id: \"delegate-1\""
                                + " merchant_id: \"merchant-1\" order_id: \"order-1\" mandate { note: \"note-1\" }",
                        "AcceptTask " + ID + "assertion: \"a.b.c\" task_id: \"task-1\"",
                        "ApproveTask " + ID + "assertion: \"a.b.c\" task_id: \"task-2\"",
                        "DeclineTask " + ID + "task_id: \"task-3\"",
                        "RevokeTask " + ID + "task_id: \"task-4\"",
                        "GetTask task_id: \"task-5\"",
                        "ListTasks side: SIDE_DELEGATE open_only: true page_size: 100",
                        "ListTasks side: SIDE_DELEGATOR page_size: 100",
                        "ListContacts page_size: 100",
                        "AddContact " + ID + "contact_id: \"contact-1\"",
                        "RemoveContact " + ID + "contact_id: \"contact-1\"",
                        "SetDisplayName " + ID + "display_name: \"name-1\"",
                        "GetAccount account_id: \"account-1\"",
                        "AcknowledgeNotifications cursor: 77");
    }

    @Test
    void aPhoneWithItsPasskeys() {
        PasskeyClient phone = PasskeyClient.of(channels, () -> "token", environment);
        var signature = PasskeySignature.newBuilder()
                .setCredentialId(ByteString.copyFromUtf8("credential-1"))
                .build();
        phone.beginRegistration();
        phone.register(REQUEST, ByteString.copyFromUtf8("client-1"), ByteString.copyFromUtf8("attestation-1"));
        phone.beginActivation("passkey-1");
        phone.activate(REQUEST, "passkey-2", signature);
        phone.list();
        phone.remove(REQUEST, "passkey-3");
        phone.beginApproval("task-1");
        phone.approve(REQUEST, signature, "task-2");

        assertThat(sent)
                .containsExactly(
                        "BeginRegistration",
                        "RegisterPasskey " + ID
                                + "client_data_json: \"client-1\" attestation_object: \"attestation-1\"",
                        "BeginActivation passkey_id: \"passkey-1\"",
                        "ActivatePasskey " + ID
                                + "passkey_id: \"passkey-2\" signature { credential_id: \"credential-1\" }",
                        "ListPasskeys",
                        "RemovePasskey " + ID + "passkey_id: \"passkey-3\"",
                        "BeginApproval task_id: \"task-1\"",
                        "ApproveTask " + ID
                                + "task_id: \"task-2\" passkey_signature { credential_id: \"credential-1\" }");
    }

    private static String embedding(int quality, String high) {
        return "samples { embedding { model: \"model@" + quality + "\" float32_le: \"\\000\\000" + high
                + "\\000\\000\\000\\000\" } quality: " + quality + " }";
    }

    @Test
    void aMerchant() {
        MerchantClient merchant = MerchantClient.of(channels, environment);
        merchant.registerOrder(REQUEST, Order.newBuilder().setOrderId("order-1").build(), true);
        merchant.registerOrder(REQUEST, Order.newBuilder().setOrderId("order-2").build(), false);
        merchant.order("order-3");
        merchant.cancelOrder(REQUEST, "order-4");
        merchant.account("account-1");

        assertThat(sent)
                .containsExactly(
                        "RegisterOrder " + ID + "order { order_id: \"order-1\" } already_paid: true",
                        "RegisterOrder " + ID + "order { order_id: \"order-2\" }",
                        "GetOrder order_id: \"order-3\"",
                        "CancelOrder " + ID + "order_id: \"order-4\"",
                        "GetAccount account_id: \"account-1\"");
    }

    @Test
    void anOperator() {
        OperatorClient operator = OperatorClient.of(channels, environment);
        operator.putMerchant(
                REQUEST, Merchant.newBuilder().setMerchantId("merchant-1").build());
        operator.putSite(REQUEST, Site.newBuilder().setSiteId("site-1").build());
        operator.putTerminal(
                REQUEST, Terminal.newBuilder().setTerminalId("terminal-1").build());
        operator.explain("task-1", "terminal-2");
        operator.openAccount(
                REQUEST,
                "account-1",
                Owner.newBuilder().setMerchantId("merchant-2").build(),
                "EUR");
        operator.deposit(
                REQUEST,
                "account-2",
                Money.newBuilder().setCurrencyCode("USD").setMinorUnits(33).build());
        operator.account("account-3");
        operator.checkBalance();
        operator.gallery("gallery-1");
        operator.enrol(REQUEST, "gallery-2", CONSENT, new SubjectEnrolment("subject-1", List.of(sample(41))));
        operator.erase(REQUEST, "gallery-3", "subject-2");

        assertThat(sent)
                .containsExactly(
                        "PutMerchant " + ID + "merchant { merchant_id: \"merchant-1\" }",
                        "PutSite " + ID + "site { site_id: \"site-1\" }",
                        "PutTerminal " + ID + "terminal { terminal_id: \"terminal-1\" }",
                        "ExplainTask task_id: \"task-1\" terminal_id: \"terminal-2\"",
                        "OpenAccount " + ID
                                + "account_id: \"account-1\" owner { merchant_id: \"merchant-2\" } currency_code: \"EUR\"",
                        "Deposit " + ID + "account_id: \"account-2\" amount { currency_code: \"USD\" minor_units: 33 }",
                        "GetAccount account_id: \"account-3\"",
                        "CheckBalance",
                        "GetGallery gallery_id: \"gallery-1\"",
                        "EnrolSubject " + ID + "gallery_id: \"gallery-2\" subject_id: \"subject-1\""
                                + " consent { policy_version: \"policy-1\" } " + embedding(41, "$B"),
                        "EraseSubject " + ID + "gallery_id: \"gallery-3\" subject_id: \"subject-2\"");
    }
}
