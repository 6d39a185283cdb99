package dev.stead.payment.grpc;

import com.google.protobuf.Timestamp;
import dev.stead.payment.application.BalanceCheck;
import dev.stead.payment.application.Statements;
import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.Account;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.ledger.StatementLine;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.v1.CheckBalanceResponse;
import dev.stead.payment.v1.EntryKind;
import dev.stead.payment.v1.ListPostingsResponse;
import dev.stead.payment.v1.Posting;
import dev.stead.payment.v1.Settlement.State;
import java.time.Instant;

/** From the domain to the contract. */
final class Replies {
    private Replies() {}

    static dev.stead.payment.v1.Settlement settlement(Settlement settlement) {
        Settlement.Progress progress = settlement.progress();
        return dev.stead.payment.v1.Settlement.newBuilder()
                .setSettlementId(settlement.id().value())
                .setRequestId(settlement.requestId().toString())
                .setPayerAccountId(settlement.terms().payer().value())
                .setPayeeAccountId(settlement.terms().payee().value())
                .setAmount(money(settlement.terms().amount()))
                .setRefunded(money(progress.refunded()))
                .setState(state(progress.state()))
                .setDeclineReason(progress.decline().map(DeclineReason::name).orElse(""))
                .setReference(settlement.terms().reference())
                .setCreateTime(time(settlement.createTime()))
                .setUpdateTime(time(progress.updateTime()))
                .setVersion(progress.version())
                .build();
    }

    static dev.stead.payment.v1.Account account(Account account) {
        return dev.stead.payment.v1.Account.newBuilder()
                .setAccountId(account.id().value())
                .setOwner(owner(account.owner()))
                .setAvailable(money(account.available()))
                .setHeld(money(account.held()))
                .setCreateTime(time(account.createTime()))
                .build();
    }

    static ListPostingsResponse statement(Statements.Page page) {
        return ListPostingsResponse.newBuilder()
                .addAllPostings(page.lines().stream().map(Replies::posting).toList())
                .setNextPageToken(page.nextToken())
                .build();
    }

    static CheckBalanceResponse report(BalanceCheck.Report report) {
        var response = CheckBalanceResponse.newBuilder()
                .setBalanced(report.isBalanced())
                .setAccountCount(report.accounts())
                .setPostingCount(report.postings())
                .addAllFindings(report.findings());
        // A sum beyond 64 bits is a finding in itself, with its exact value.
        report.sums()
                .forEach((currency, sum) -> response.addSums(dev.stead.type.v1.Money.newBuilder()
                        .setCurrencyCode(currency)
                        .setMinorUnits(sum.longValue())));
        return response.build();
    }

    private static Posting posting(StatementLine line) {
        return Posting.newBuilder()
                .setEntryId(line.position().entryId())
                .setAccountId(line.posting().account().value())
                .setAmount(money(line.posting().amount()))
                .setEntryKind(kind(line.kind()))
                .setSettlementId(line.settlement().map(SettlementId::value).orElse(""))
                .setCreateTime(time(line.position().time()))
                .build();
    }

    static EntryKind kind(dev.stead.payment.domain.ledger.EntryKind kind) {
        return switch (kind) {
            case DEPOSIT -> EntryKind.ENTRY_KIND_DEPOSIT;
            case HOLD -> EntryKind.ENTRY_KIND_HOLD;
            case POST -> EntryKind.ENTRY_KIND_POST;
            case VOID -> EntryKind.ENTRY_KIND_VOID;
            case REFUND -> EntryKind.ENTRY_KIND_REFUND;
            case KEEP -> EntryKind.ENTRY_KIND_KEEP;
        };
    }

    static State state(SettlementState state) {
        return switch (state) {
            case RECEIVED -> State.STATE_RECEIVED;
            case HELD -> State.STATE_HELD;
            case SUBMITTED -> State.STATE_SUBMITTED;
            case AUTHORIZED -> State.STATE_AUTHORIZED;
            case CAPTURING -> State.STATE_CAPTURING;
            case SETTLED -> State.STATE_SETTLED;
            case DECLINED -> State.STATE_DECLINED;
            case UNKNOWN -> State.STATE_UNKNOWN;
            case VOIDING -> State.STATE_VOIDING;
            case VOIDED -> State.STATE_VOIDED;
            case REVERSING -> State.STATE_REVERSING;
            case REVERSED -> State.STATE_REVERSED;
            case REFUNDING -> State.STATE_REFUNDING;
            case REFUNDED -> State.STATE_REFUNDED;
            case PARTIALLY_REFUNDED -> State.STATE_PARTIALLY_REFUNDED;
            case EXPIRED -> State.STATE_EXPIRED;
            case MANUAL_REVIEW -> State.STATE_MANUAL_REVIEW;
        };
    }

    private static dev.stead.payment.v1.Owner owner(Owner owner) {
        var reply = dev.stead.payment.v1.Owner.newBuilder();
        return switch (owner) {
            case Owner.Person(String subjectId) -> reply.setSubjectId(subjectId).build();
            case Owner.Merchant(String merchantId) ->
                reply.setMerchantId(merchantId).build();
            case Owner.World() -> reply.build();
        };
    }

    private static dev.stead.type.v1.Money money(Money money) {
        return dev.stead.type.v1.Money.newBuilder()
                .setCurrencyCode(money.currencyCode())
                .setMinorUnits(money.minorUnits())
                .build();
    }

    private static Timestamp time(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
