package dev.stead.payment.grpc;

import static dev.stead.mesh.security.Role.MERCHANT;
import static dev.stead.mesh.security.Role.OPERATOR;
import static dev.stead.mesh.security.Role.PERSON;
import static dev.stead.mesh.security.Role.TASK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stead.mesh.security.Caller;
import dev.stead.mesh.security.Role;
import dev.stead.payment.provider.LedgerProvider;
import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.GetAccountRequest;
import dev.stead.payment.v1.ListPostingsRequest;
import dev.stead.payment.v1.ReconciliationServiceGrpc;
import dev.stead.payment.v1.SettlementServiceGrpc;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AccessTest {
    /** As the contract's comments say. */
    private static final Map<String, Set<Role>> CALLERS = Map.ofEntries(
            Map.entry("stead.payment.v1.SettlementService/Settle", Set.of(TASK)),
            Map.entry("stead.payment.v1.SettlementService/GetSettlement", Set.of(TASK, OPERATOR)),
            Map.entry("stead.payment.v1.SettlementService/WatchSettlement", Set.of(TASK, OPERATOR)),
            Map.entry("stead.payment.v1.SettlementService/Refund", Set.of(TASK, OPERATOR)),
            Map.entry("stead.payment.v1.SettlementService/ResolveReview", Set.of(OPERATOR)),
            Map.entry("stead.payment.v1.AccountService/OpenAccount", Set.of(OPERATOR)),
            Map.entry("stead.payment.v1.AccountService/Deposit", Set.of(OPERATOR)),
            Map.entry("stead.payment.v1.AccountService/GetAccount", Set.of(PERSON, MERCHANT, OPERATOR)),
            Map.entry("stead.payment.v1.AccountService/ListPostings", Set.of(PERSON, MERCHANT, OPERATOR)),
            Map.entry("stead.payment.v1.AccountService/CheckBalance", Set.of(OPERATOR)),
            Map.entry("stead.payment.v1.AccountService/LinkFundingSource", Set.of(OPERATOR)),
            Map.entry("stead.payment.v1.ReconciliationService/Reconcile", Set.of(OPERATOR)));

    private static final List<Caller> EVERYBODY = List.of(
            new Caller.Terminal("t"),
            new Caller.Merchant("payee"),
            new Caller.Operator("op"),
            new Caller.Service("matcher"),
            new Caller.Service("task"),
            new Caller.Service("payment"),
            new Caller.Gateway("g"),
            new Caller.Person("payer"));

    private GrpcShop shop = GrpcShop.over(new LedgerProvider());

    @BeforeEach
    void open() {
        shop.shop().open(1_000);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private static Status.Code answer(Channel channel, MethodDescriptor<Object, Object> method) {
        try {
            Object nothing = method.parseRequest(InputStream.nullInputStream());
            ClientCalls.blockingServerStreamingCall(channel, method, CallOptions.DEFAULT, nothing)
                    .forEachRemaining(_ -> {});
            return Status.Code.OK;
        } catch (StatusRuntimeException e) {
            return e.getStatus().getCode();
        }
    }

    @SuppressWarnings("unchecked")
    private static Stream<MethodDescriptor<Object, Object>> methods() {
        return Stream.of(
                        SettlementServiceGrpc.getServiceDescriptor(),
                        AccountServiceGrpc.getServiceDescriptor(),
                        ReconciliationServiceGrpc.getServiceDescriptor())
                .flatMap(service -> service.getMethods().stream())
                .map(method -> (MethodDescriptor<Object, Object>) method);
    }

    @Test
    void everyMethodAnswersExactlyItsCallers() {
        assertThat(methods().map(MethodDescriptor::getFullMethodName))
                .containsExactlyInAnyOrderElementsOf(CALLERS.keySet());
        methods().forEach(method -> {
            Set<Role> allowed = CALLERS.getOrDefault(method.getFullMethodName(), Set.of());
            for (Caller caller : EVERYBODY) {
                Status.Code code = answer(shop.server().as(caller), method);

                // A gateway acts for a person, and here it has no token of one.
                Status.Code refusal = caller instanceof Caller.Gateway && allowed.contains(Role.PERSON)
                        ? Status.Code.UNAUTHENTICATED
                        : Status.Code.PERMISSION_DENIED;
                assertThat(code != refusal)
                        .as("%s calls %s: %s", caller.role(), method.getFullMethodName(), code)
                        .isEqualTo(allowed.contains(caller.role()));
            }
            assertThat(answer(shop.server().anonymous(), method)).isEqualTo(Status.Code.UNAUTHENTICATED);
        });
    }

    @Test
    void peopleAndMerchantsSeeTheirOwnAccountsOnly() {
        var own = GetAccountRequest.newBuilder().setAccountId("acc-payer").build();
        var another = GetAccountRequest.newBuilder().setAccountId("acc-payee").build();
        var payer = shop.accounts(new Caller.Person("payer"));
        var payee = shop.accounts(new Caller.Merchant("payee"));
        // A merchant of a person's id is somebody else.
        var imposter = shop.accounts(new Caller.Merchant("payer"));

        assertThat(payer.getAccount(own).getAccount().getAvailable().getMinorUnits())
                .isEqualTo(1_000);
        assertThat(payee.getAccount(another).getAccount().getOwner().getMerchantId())
                .isEqualTo("payee");
        for (Runnable peek : List.<Runnable>of(
                () -> payer.getAccount(another),
                () -> payee.getAccount(own),
                () -> imposter.getAccount(own),
                () -> payee.listPostings(ListPostingsRequest.newBuilder()
                        .setAccountId("acc-payer")
                        .build()))) {
            assertThatExceptionOfType(StatusRuntimeException.class)
                    .isThrownBy(peek::run)
                    .satisfies(
                            refusal -> assertThat(refusal.getStatus().getCode()).isEqualTo(Status.Code.NOT_FOUND));
        }
    }
}
