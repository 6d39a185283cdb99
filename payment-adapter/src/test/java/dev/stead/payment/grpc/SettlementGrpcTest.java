package dev.stead.payment.grpc;

import static dev.stead.payment.grpc.GrpcShop.OPERATOR;
import static dev.stead.payment.grpc.GrpcShop.TASK;
import static dev.stead.payment.grpc.GrpcShop.euros;
import static dev.stead.payment.grpc.GrpcShop.pay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.SecretsInLog;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.storage.PaymentDatabase;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.testing.ScriptedProvider.Behaviour;
import dev.stead.payment.testing.Shop;
import dev.stead.payment.v1.DepositRequest;
import dev.stead.payment.v1.EntryKind;
import dev.stead.payment.v1.GetAccountRequest;
import dev.stead.payment.v1.GetSettlementRequest;
import dev.stead.payment.v1.ListPostingsRequest;
import dev.stead.payment.v1.ListPostingsResponse;
import dev.stead.payment.v1.Posting;
import dev.stead.payment.v1.RefundRequest;
import dev.stead.payment.v1.SettleRequest;
import dev.stead.payment.v1.Settlement;
import dev.stead.payment.v1.Settlement.State;
import dev.stead.payment.v1.WatchSettlementRequest;
import dev.stead.payment.v1.WatchSettlementResponse;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Iterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

@Timeout(60)
class SettlementGrpcTest {
    @RegisterExtension
    private final SecretsInLog log = SecretsInLog.ofWords("payer", "ref pay");

    private final ScriptedProvider provider = new ScriptedProvider();
    private final GrpcShop shop = GrpcShop.over(provider);

    @BeforeEach
    void open() {
        shop.shop().open(1_000);
    }

    @AfterEach
    void close() {
        shop.close();
    }

    private Settlement settle(String request, long cents) {
        return shop.settlements(TASK).settle(pay(request, cents).build()).getSettlement();
    }

    private Iterator<WatchSettlementResponse> watch(Settlement settlement) {
        return shop.settlements(TASK)
                .watchSettlement(WatchSettlementRequest.newBuilder()
                        .setSettlementId(settlement.getSettlementId())
                        .build());
    }

    private void recover() {
        shop.shop().clock().advance(Duration.ofSeconds(30));
        shop.shop().useCases().recovery().runOnce();
    }

    @Test
    void settlementSaysAllThatWasAsked() {
        SettleRequest request = pay("pay", 300).build();

        Settlement settled = shop.settlements(TASK).settle(request).getSettlement();

        assertThat(settled.getState()).isEqualTo(State.STATE_SETTLED);
        assertThat(settled.getRequestId()).isEqualTo(request.getRequestId());
        assertThat(settled.getAmount()).isEqualTo(request.getAmount());
        assertThat(settled.getRefunded()).isEqualTo(euros(0));
        assertThat(settled.getReference()).isEqualTo("ref pay");
        assertThat(settled.getPayerAccountId()).isEqualTo("acc-payer");
        assertThat(settled.getPayeeAccountId()).isEqualTo("acc-payee");
        assertThat(shop.settlements(OPERATOR)
                        .getSettlement(GetSettlementRequest.newBuilder()
                                .setRequestId(request.getRequestId())
                                .build())
                        .getSettlement()
                        .toByteString())
                .isEqualTo(settled.toByteString());
    }

    @Test
    void declinedSettlementSaysWhy() {
        Settlement declined = settle("pay", 1_001);

        assertThat(declined.getState()).isEqualTo(State.STATE_DECLINED);
        assertThat(declined.getDeclineReason()).isEqualTo("INSUFFICIENT_FUNDS");
    }

    @Test
    void refundGivesAPartBack() {
        Settlement settled = settle("pay", 300);

        Settlement refunded = shop.settlements(OPERATOR)
                .refund(RefundRequest.newBuilder()
                        .setRequestId(Shop.id("back").toString())
                        .setSettlementId(settled.getSettlementId())
                        .setAmount(euros(100))
                        .build())
                .getSettlement();

        assertThat(refunded.getState()).isEqualTo(State.STATE_PARTIALLY_REFUNDED);
        assertThat(refunded.getRefunded()).isEqualTo(euros(100));
        assertThat(refunded.getVersion()).isGreaterThan(settled.getVersion());
    }

    @Test
    void statementTurnsPages() {
        settle("pay 1", 100);
        settle("pay 2", 200);
        var person = shop.accounts(new Caller.Person("payer"));

        var request = ListPostingsRequest.newBuilder().setAccountId("acc-payer").setPageSize(2);
        ListPostingsResponse first = person.listPostings(request.build());
        ListPostingsResponse second = person.listPostings(
                request.setPageToken(first.getNextPageToken()).build());

        assertThat(first.getPostingsList()).extracting(Posting::getEntryKind).containsOnly(EntryKind.ENTRY_KIND_HOLD);
        assertThat(second.getPostingsList()).hasSize(1);
        assertThat(second.getPostings(0).getAmount()).isEqualTo(euros(1_000));
        assertThat(second.getPostings(0).getSettlementId()).isEmpty();
        assertThat(second.getNextPageToken()).isEmpty();
    }

    @Test
    void aDepositIsAnsweredWithTheAccountAndItsBalance() {
        var account = shop.accounts(OPERATOR)
                .deposit(DepositRequest.newBuilder()
                        .setRequestId(Shop.id("more").toString())
                        .setAccountId("acc-payer")
                        .setAmount(euros(500))
                        .build())
                .getAccount();

        assertThat(account.getAccountId()).isEqualTo("acc-payer");
        assertThat(account.getAvailable()).isEqualTo(euros(1_500));
    }

    @Test
    void heldMoneyShowsOnTheAccount() {
        provider.then(Behaviour.NOT_DONE);

        assertThat(settle("pay", 300).getState()).isEqualTo(State.STATE_UNKNOWN);
        var account = shop.accounts(OPERATOR)
                .getAccount(
                        GetAccountRequest.newBuilder().setAccountId("acc-payer").build())
                .getAccount();
        assertThat(account.getAvailable()).isEqualTo(euros(700));
        assertThat(account.getHeld()).isEqualTo(euros(300));
    }

    @Test
    void watcherSeesTheStateNowAndEachChangeUntilItIsFinal() {
        provider.then(Behaviour.WELL, Behaviour.DECLINED, Behaviour.NOT_DONE);
        Settlement voiding = settle("pay", 300);

        Iterator<WatchSettlementResponse> changes = watch(voiding);
        assertThat(changes.next().getSettlement().getState()).isEqualTo(State.STATE_VOIDING);
        recover();

        assertThat(changes.next().getSettlement().getState()).isEqualTo(State.STATE_VOIDED);
        assertThat(changes.hasNext()).isFalse();
        assertThat(shop.shop().useCases().feed().watched()).isEmpty();
    }

    @Test
    void watcherOfAFinalSettlementGetsItAndTheEnd() {
        Iterator<WatchSettlementResponse> changes = watch(settle("pay", 1_001));

        assertThat(changes.next().getSettlement().getState()).isEqualTo(State.STATE_DECLINED);
        assertThat(changes.hasNext()).isFalse();
    }

    @Test
    void watcherOfNothingLeavesNoWatch() {
        Settlement nothing = Settlement.newBuilder().setSettlementId("nothing").build();

        assertThatExceptionOfType(StatusRuntimeException.class)
                .isThrownBy(() -> watch(nothing).next());
        assertThat(shop.shop().useCases().feed().watched()).isEmpty();
    }

    @Test
    void watcherSeesWhatAnotherProcessDid() {
        Settlement settled = settle("pay", 300);
        Iterator<WatchSettlementResponse> changes = watch(settled);
        var _ = changes.next();
        // Other use cases over the same store, with a feed of its own.
        Shop other = Shop.over(
                new PaymentDatabase(shop.database().database(), InstantSource.system()),
                provider,
                shop.shop().clock(),
                77);
        other.refund(
                "back", other.useCases().settlements().ofRequest(Shop.id("pay")).id(), 300);

        shop.shop().useCases().recovery().notifyWatchers();

        assertThat(changes.next().getSettlement().getState()).isEqualTo(State.STATE_REFUNDED);
        assertThat(changes.hasNext()).isFalse();
    }

    @Test
    void watcherWhoLeavesIsForgotten() throws Exception {
        Settlement settled = settle("pay", 300);
        try (Context.CancellableContext call = Context.current().withCancellation()) {
            call.run(() -> {
                var _ = watch(settled).next();
            });
        }
        // The server learns of it a moment later, on a thread of its own.
        for (int i = 0; i < 1_000 && !shop.shop().useCases().feed().watched().isEmpty(); i++) {
            Thread.sleep(5);
        }
        assertThat(shop.shop().useCases().feed().watched()).isEmpty();
    }

    @Test
    void everyStateAndKindOfTheDomainHasItsOwnInTheContract() {
        assertThat(Arrays.stream(SettlementState.values()).map(Replies::state))
                .doesNotHaveDuplicates()
                .hasSize(State.values().length - 2);
        assertThat(Arrays.stream(dev.stead.payment.domain.ledger.EntryKind.values())
                        .map(Replies::kind))
                .doesNotHaveDuplicates()
                .hasSize(EntryKind.values().length - 2);
    }
}
