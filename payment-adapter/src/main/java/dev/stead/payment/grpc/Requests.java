package dev.stead.payment.grpc;

import com.google.protobuf.Timestamp;
import dev.stead.mesh.RequestIds;
import dev.stead.mesh.request.CurrenciesInUse;
import dev.stead.mesh.request.PeopleText;
import dev.stead.payment.application.Statements;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.DepositCommand;
import dev.stead.payment.domain.ledger.LinkFundingSourceCommand;
import dev.stead.payment.domain.ledger.OpenAccountCommand;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.settlement.RefundCommand;
import dev.stead.payment.domain.settlement.Review;
import dev.stead.payment.domain.settlement.SettleCommand;
import dev.stead.payment.v1.DepositRequest;
import dev.stead.payment.v1.LinkFundingSourceRequest;
import dev.stead.payment.v1.ListPostingsRequest;
import dev.stead.payment.v1.OpenAccountRequest;
import dev.stead.payment.v1.ReconcileRequest;
import dev.stead.payment.v1.RefundRequest;
import dev.stead.payment.v1.ResolveReviewRequest;
import dev.stead.payment.v1.SettleRequest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** From the contract to the domain. Missing fields are refused here, wrong values by the types of the domain. */
final class Requests {
    private static final long FIRST_SECOND =
            Instant.parse("0001-01-01T00:00:00Z").getEpochSecond();
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final int NANOS_OF_SECOND = 1_000_000_000;

    private Requests() {}

    static SettleCommand settle(SettleRequest request) {
        return new SettleCommand(
                RequestIds.parse(request.getRequestId()),
                owner(request.getPayer(), "payer"),
                owner(request.getPayee(), "payee"),
                amount(request.hasAmount(), request.getAmount()),
                reference(request.getReference()));
    }

    // Not in the domain: what an earlier version took is still read from the store, and is part of its fingerprint.
    private static String reference(String reference) {
        PaymentError.REFERENCE_INVALID.unless(PeopleText.isLine(reference), "the reference must be " + PeopleText.LINE);
        return reference;
    }

    static RefundCommand refund(RefundRequest request) {
        return new RefundCommand(
                RequestIds.parse(request.getRequestId()),
                new SettlementId(request.getSettlementId()),
                amount(request.hasAmount(), request.getAmount()));
    }

    static Review review(ResolveReviewRequest request, String operator) {
        return new Review(
                RequestIds.parse(request.getRequestId()),
                new SettlementId(request.getSettlementId()),
                switch (request.getFinding()) {
                    case FINDING_MOVED -> Review.Finding.MOVED;
                    case FINDING_NOT_MOVED -> Review.Finding.NOT_MOVED;
                    case FINDING_UNSPECIFIED, UNRECOGNIZED ->
                        throw new PaymentException(
                                PaymentError.FINDING_INVALID, "the finding must be FINDING_MOVED or FINDING_NOT_MOVED");
                },
                operator,
                request.getNote());
    }

    // The currency not in the domain: accounts of one that has been replaced since are still read, and paid out.
    static OpenAccountCommand open(OpenAccountRequest request) {
        PaymentError.CURRENCY_UNKNOWN.unless(
                CurrenciesInUse.contains(request.getCurrencyCode()),
                "the currency must be one of ISO 4217 that is in use, such as EUR");
        return new OpenAccountCommand(
                RequestIds.parse(request.getRequestId()),
                new AccountId(request.getAccountId()),
                owner(request.getOwner(), "owner"),
                request.getCurrencyCode());
    }

    static DepositCommand deposit(DepositRequest request) {
        return new DepositCommand(
                RequestIds.parse(request.getRequestId()),
                new AccountId(request.getAccountId()),
                amount(request.hasAmount(), request.getAmount()));
    }

    static LinkFundingSourceCommand linkFundingSource(LinkFundingSourceRequest request) {
        return new LinkFundingSourceCommand(
                RequestIds.parse(request.getRequestId()),
                new AccountId(request.getAccountId()),
                request.getProvider(),
                request.getSource());
    }

    static Period period(ReconcileRequest request) {
        if (!request.hasFromTime() || !request.hasUntilTime()) {
            throw new PaymentException(PaymentError.PERIOD_INVALID, "the period must have from_time and until_time");
        }
        return new Period(instant(request.getFromTime()), instant(request.getUntilTime()));
    }

    private static Instant instant(Timestamp time) {
        boolean isValid = time.getSeconds() >= FIRST_SECOND
                && time.getSeconds() <= LAST_SECOND
                && time.getNanos() >= 0
                && time.getNanos() < NANOS_OF_SECOND;
        PaymentError.PERIOD_INVALID.unless(
                isValid, "from_time and until_time must be in the years 1 to 9999, with nanos of 0 to 999999999");
        return Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).truncatedTo(ChronoUnit.MICROS);
    }

    static Statements.Query statement(ListPostingsRequest request) {
        return new Statements.Query(
                new AccountId(request.getAccountId()), request.getPageSize(), request.getPageToken());
    }

    private static Money amount(boolean isSet, dev.stead.type.v1.Money money) {
        if (!isSet) {
            throw new PaymentException(PaymentError.AMOUNT_INVALID, "the amount must be set");
        }
        return new Money(money.getCurrencyCode(), money.getMinorUnits());
    }

    private static Owner owner(dev.stead.payment.v1.Owner owner, String party) {
        return switch (owner.getOwnerCase()) {
            case SUBJECT_ID -> new Owner.Person(owner.getSubjectId());
            case MERCHANT_ID -> new Owner.Merchant(owner.getMerchantId());
            case OWNER_NOT_SET ->
                throw new PaymentException(
                        PaymentError.OWNER_INVALID, "the " + party + " must be a subject id or a merchant id");
        };
    }
}
