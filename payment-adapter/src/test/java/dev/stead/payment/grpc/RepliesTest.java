package dev.stead.payment.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import dev.stead.mesh.testing.UnsetFields;
import dev.stead.payment.application.BalanceCheck;
import dev.stead.payment.application.Statements;
import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.Account;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.BalanceKind;
import dev.stead.payment.domain.ledger.EntryKind;
import dev.stead.payment.domain.ledger.LinkFundingSourceCommand;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.ledger.Posting;
import dev.stead.payment.domain.ledger.StatementLine;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.Settlement.Progress;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.domain.settlement.SettlementTerms;
import dev.stead.payment.v1.CheckBalanceResponse;
import dev.stead.payment.v1.LinkFundingSourceRequest;
import dev.stead.payment.v1.ListPostingsResponse;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every field of every answer, each with a value of its own: one that took its neighbour's shows. */
class RepliesTest {
    private static final AccountId PAYER = new AccountId("payer");

    private static Instant second(long second) {
        return Instant.ofEpochSecond(second, 1_000 * second);
    }

    private static Timestamp timestamp(long second) {
        return Timestamp.newBuilder()
                .setSeconds(second)
                .setNanos(1_000 * (int) second)
                .build();
    }

    private static dev.stead.type.v1.Money euros(long cents) {
        return dev.stead.type.v1.Money.newBuilder()
                .setCurrencyCode("EUR")
                .setMinorUnits(cents)
                .build();
    }

    @Test
    void aSettlementSaysAllOfItself() {
        var terms = new SettlementTerms(PAYER, new AccountId("payee"), new Money("EUR", 77), "ref");
        var progress = new Progress(
                SettlementState.PARTIALLY_REFUNDED,
                Optional.of(DeclineReason.PROVIDER_LIMIT),
                new Money("EUR", 11),
                7,
                second(5),
                0,
                Optional.empty());
        var reply = Replies.settlement(
                new Settlement(new SettlementId("settlement"), new UUID(1, 2), terms, progress, second(4)));

        assertThat(reply)
                .isEqualTo(dev.stead.payment.v1.Settlement.newBuilder()
                        .setSettlementId("settlement")
                        .setRequestId("00000000-0000-0001-0000-000000000002")
                        .setPayerAccountId("payer")
                        .setPayeeAccountId("payee")
                        .setAmount(euros(77))
                        .setRefunded(euros(11))
                        .setState(dev.stead.payment.v1.Settlement.State.STATE_PARTIALLY_REFUNDED)
                        .setDeclineReason("PROVIDER_LIMIT")
                        .setReference("ref")
                        .setCreateTime(timestamp(4))
                        .setUpdateTime(timestamp(5))
                        .setVersion(7)
                        .build());
        assertThat(UnsetFields.of(reply)).isEmpty();
    }

    @Test
    void anAccountSaysAllOfItself() {
        var reply = Replies.account(
                new Account(PAYER, new Owner.Person("anna"), new Money("EUR", 50), new Money("EUR", 30), second(6)));

        assertThat(reply)
                .isEqualTo(dev.stead.payment.v1.Account.newBuilder()
                        .setAccountId("payer")
                        .setOwner(dev.stead.payment.v1.Owner.newBuilder().setSubjectId("anna"))
                        .setAvailable(euros(50))
                        .setHeld(euros(30))
                        .setCreateTime(timestamp(6))
                        .build());
        assertThat(UnsetFields.of(reply)).isEmpty();
    }

    @Test
    void aLineOfAStatementSaysAllOfItself() {
        var posting = new Posting(PAYER, BalanceKind.AVAILABLE, new Money("EUR", -9));
        var line = new StatementLine(
                posting,
                EntryKind.KEEP,
                Optional.of(new SettlementId("settlement")),
                new StatementLine.Position(second(8), "entry"));
        ListPostingsResponse reply = Replies.statement(new Statements.Page(List.of(line), "next"));

        assertThat(reply)
                .isEqualTo(ListPostingsResponse.newBuilder()
                        .addPostings(dev.stead.payment.v1.Posting.newBuilder()
                                .setEntryId("entry")
                                .setAccountId("payer")
                                .setAmount(euros(-9))
                                .setEntryKind(dev.stead.payment.v1.EntryKind.ENTRY_KIND_KEEP)
                                .setSettlementId("settlement")
                                .setCreateTime(timestamp(8)))
                        .setNextPageToken("next")
                        .build());
        assertThat(UnsetFields.of(reply)).isEmpty();
    }

    @Test
    void aCheckOfBalancesSaysAllThatItCounted() {
        var report = new BalanceCheck.Report(Map.of("EUR", BigInteger.valueOf(3)), 4, 5, List.of("too much"));

        assertThat(Replies.report(report))
                .isEqualTo(CheckBalanceResponse.newBuilder()
                        .setBalanced(false)
                        .addSums(euros(3))
                        .setAccountCount(4)
                        .setPostingCount(5)
                        .addFindings("too much")
                        .build());
    }

    @ParameterizedTest
    @EnumSource(SettlementState.class)
    void aStateHasItsOwnNameInTheContract(SettlementState state) {
        assertThat(Replies.state(state).name()).isEqualTo("STATE_" + state);
    }

    @ParameterizedTest
    @EnumSource(EntryKind.class)
    void aKindOfEntryHasItsOwnNameInTheContract(EntryKind kind) {
        assertThat(Replies.kind(kind).name()).isEqualTo("ENTRY_KIND_" + kind);
    }

    @Test
    void aFundingSourceIsLinkedForItsProvider() {
        var request = LinkFundingSourceRequest.newBuilder()
                .setRequestId(new UUID(1, 2).toString())
                .setAccountId("payer")
                .setProvider("stripe")
                .setSource("cus_1")
                .build();

        assertThat(Requests.linkFundingSource(request))
                .isEqualTo(new LinkFundingSourceCommand(new UUID(1, 2), PAYER, "stripe", "cus_1"));
        assertThat(UnsetFields.of(request)).isEmpty();
    }
}
