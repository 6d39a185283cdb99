package dev.stead.payment.grpc;

import static dev.stead.payment.grpc.GrpcShop.OPERATOR;
import static dev.stead.payment.grpc.GrpcShop.TASK;
import static dev.stead.payment.grpc.GrpcShop.euros;
import static dev.stead.payment.grpc.GrpcShop.pay;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.stead.mesh.Problem;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.provider.LedgerProvider;
import dev.stead.payment.testing.Shop;
import dev.stead.payment.v1.CheckBalanceRequest;
import dev.stead.payment.v1.DepositRequest;
import dev.stead.payment.v1.GetSettlementRequest;
import dev.stead.payment.v1.ListPostingsRequest;
import dev.stead.payment.v1.OpenAccountRequest;
import dev.stead.payment.v1.Owner;
import dev.stead.payment.v1.RefundRequest;
import dev.stead.payment.v1.SettleRequest;
import dev.stead.payment.v1.WatchSettlementRequest;
import dev.stead.type.v1.Money;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad request is refused with its reason, and moves nothing. */
class BadInputTest {
    private final GrpcShop shop = GrpcShop.over(new LedgerProvider());

    @AfterEach
    void close() {
        shop.close();
    }

    private static Arguments settle(String reason, UnaryOperator<SettleRequest.Builder> change) {
        SettleRequest request = change.apply(pay("bad", 10)).build();
        return bad(reason, shop -> shop.settlements(TASK).settle(request));
    }

    private static Arguments open(String reason, UnaryOperator<OpenAccountRequest.Builder> change) {
        var request = OpenAccountRequest.newBuilder()
                .setRequestId(Shop.id("bad").toString())
                .setAccountId("new")
                .setOwner(Owner.newBuilder().setSubjectId("new"))
                .setCurrencyCode("EUR");
        OpenAccountRequest changed = change.apply(request).build();
        return bad(reason, shop -> shop.accounts(OPERATOR).openAccount(changed));
    }

    private static Arguments deposit(String reason, UnaryOperator<DepositRequest.Builder> change) {
        var request = DepositRequest.newBuilder()
                .setRequestId(Shop.id("bad").toString())
                .setAccountId("acc-payer")
                .setAmount(euros(1));
        DepositRequest changed = change.apply(request).build();
        return bad(reason, shop -> shop.accounts(OPERATOR).deposit(changed));
    }

    private static Arguments refund(String reason, UnaryOperator<RefundRequest.Builder> change) {
        return bad(reason, shop -> {
            String settled = shop.settlements(TASK)
                    .settle(pay("settled", 100).build())
                    .getSettlement()
                    .getSettlementId();
            var request = RefundRequest.newBuilder()
                    .setRequestId(Shop.id("bad").toString())
                    .setSettlementId(settled)
                    .setAmount(euros(1));
            shop.settlements(TASK).refund(change.apply(request).build());
        });
    }

    private static Arguments list(String reason, UnaryOperator<ListPostingsRequest.Builder> change) {
        ListPostingsRequest request = change.apply(
                        ListPostingsRequest.newBuilder().setAccountId("acc-payer"))
                .build();
        return bad(reason, shop -> shop.accounts(OPERATOR).listPostings(request));
    }

    /** A made-up one, of a second that no store can hold. */
    private static String token(String second) {
        String plain = "acc-payer|" + second + "|0|" + Shop.id("entry");
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }

    private static Arguments get(String reason, UnaryOperator<GetSettlementRequest.Builder> change) {
        GetSettlementRequest request =
                change.apply(GetSettlementRequest.newBuilder()).build();
        return bad(reason, shop -> shop.settlements(TASK).getSettlement(request));
    }

    private static Arguments bad(String reason, Consumer<GrpcShop> call) {
        return arguments(reason, call);
    }

    private static Owner person(String id) {
        return Owner.newBuilder().setSubjectId(id).build();
    }

    private static Owner merchant(String id) {
        return Owner.newBuilder().setMerchantId(id).build();
    }

    private static Money money(String currency, long amount) {
        return Money.newBuilder()
                .setCurrencyCode(currency)
                .setMinorUnits(amount)
                .build();
    }

    static Stream<Arguments> badRequests() {
        String unknownId = Shop.id("never").toString();
        return Stream.of(
                settle("REQUEST_ID_INVALID", r -> r.clearRequestId()),
                settle("REQUEST_ID_INVALID", r -> r.setRequestId("42")),
                settle("REQUEST_ID_INVALID", r -> r.setRequestId("00000000-0000-0000-0000-000000000000")),
                settle("AMOUNT_INVALID", r -> r.clearAmount()),
                settle("AMOUNT_INVALID", r -> r.setAmount(euros(0))),
                settle("AMOUNT_INVALID", r -> r.setAmount(euros(-1))),
                settle("AMOUNT_INVALID", r -> r.setAmount(euros(Long.MIN_VALUE))),
                settle("CURRENCY_UNKNOWN", r -> r.setAmount(money("", 1))),
                settle("CURRENCY_UNKNOWN", r -> r.setAmount(money("EURO", 1))),
                settle("CURRENCY_UNKNOWN", r -> r.setAmount(money("XXX", 1))),
                settle("ACCOUNT_NOT_FOUND", r -> r.setAmount(money("JPY", 1))),
                settle("ACCOUNT_NOT_FOUND", r -> r.setPayer(person("nobody"))),
                settle("ACCOUNT_NOT_FOUND", r -> r.setPayer(merchant("payer"))),
                settle("PAYER_IS_PAYEE", r -> r.setPayer(r.getPayee())),
                settle("OWNER_INVALID", r -> r.clearPayer()),
                settle("OWNER_INVALID", r -> r.setPayee(person(""))),
                settle("OWNER_INVALID", r -> r.setPayee(person("a".repeat(65)))),
                settle("OWNER_INVALID", r -> r.setPayee(merchant("a b"))),
                settle("OWNER_INVALID", r -> r.setPayee(merchant("'; DROP TABLE accounts; --"))),
                settle("REFERENCE_INVALID", r -> r.setReference("x".repeat(65))),
                settle("REFERENCE_INVALID", r -> r.setReference("a\u0000b")),
                settle("REFERENCE_INVALID", r -> r.setReference("a\nb")),
                settle("REFERENCE_INVALID", r -> r.setReference("a\u202Eb")),
                settle("REFERENCE_INVALID", r -> r.setReference("a\u2028b")),
                open("REQUEST_ID_INVALID", r -> r.clearRequestId()),
                open("ACCOUNT_ID_INVALID", r -> r.clearAccountId()),
                open("ACCOUNT_ID_INVALID", r -> r.setAccountId("world.EUR")),
                open("ACCOUNT_ID_INVALID", r -> r.setAccountId("é")),
                open("ACCOUNT_EXISTS", r -> r.setAccountId("acc-payer")),
                open("OWNER_HAS_ACCOUNT", r -> r.setOwner(person("payer"))),
                open("OWNER_INVALID", r -> r.clearOwner()),
                open("CURRENCY_UNKNOWN", r -> r.setCurrencyCode("eur")),
                open("CURRENCY_UNKNOWN", r -> r.setCurrencyCode("DEM")),
                open("CURRENCY_UNKNOWN", r -> r.setCurrencyCode("CHE")),
                deposit("REQUEST_ID_INVALID", r -> r.clearRequestId()),
                deposit("AMOUNT_INVALID", r -> r.setAmount(euros(0))),
                deposit("AMOUNT_INVALID", r -> r.clearAmount()),
                deposit("CURRENCY_MISMATCH", r -> r.setAmount(money("USD", 1))),
                deposit("ACCOUNT_NOT_FOUND", r -> r.setAccountId("nobody")),
                deposit("ACCOUNT_NOT_FOUND", r -> r.setAccountId("world.EUR")),
                deposit("ACCOUNT_ID_INVALID", r -> r.setAccountId("a/b")),
                deposit("BALANCE_OVERFLOW", r -> r.setAmount(euros(Long.MAX_VALUE))),
                refund("REQUEST_ID_INVALID", r -> r.clearRequestId()),
                refund(
                        "REQUEST_ID_REUSED",
                        r -> r.setRequestId(Shop.id("settled").toString())),
                refund("SETTLEMENT_ID_INVALID", r -> r.clearSettlementId()),
                refund("SETTLEMENT_NOT_FOUND", r -> r.setSettlementId("nothing")),
                refund("AMOUNT_INVALID", r -> r.setAmount(euros(0))),
                refund("CURRENCY_MISMATCH", r -> r.setAmount(money("USD", 1))),
                refund("REFUND_TOO_LARGE", r -> r.setAmount(euros(101))),
                refund("REFUND_TOO_LARGE", r -> r.setAmount(euros(Long.MAX_VALUE))),
                list("PAGE_SIZE_INVALID", r -> r.setPageSize(-1)),
                list("PAGE_SIZE_INVALID", r -> r.setPageSize(101)),
                list("PAGE_TOKEN_INVALID", r -> r.setPageToken("bad token")),
                list("PAGE_TOKEN_INVALID", r -> r.setPageToken(token("9999999999999"))),
                list("PAGE_TOKEN_INVALID", r -> r.setPageToken(token("9999999999999999"))),
                list("ACCOUNT_NOT_FOUND", r -> r.setAccountId("nobody")),
                list("ACCOUNT_ID_INVALID", r -> r.clearAccountId()),
                get("SETTLEMENT_ID_INVALID", r -> r),
                get("SETTLEMENT_ID_INVALID", r -> r.setSettlementId("a").setRequestId(unknownId)),
                get("SETTLEMENT_ID_INVALID", r -> r.setSettlementId("a b")),
                get("SETTLEMENT_NOT_FOUND", r -> r.setSettlementId("a")),
                get("SETTLEMENT_NOT_FOUND", r -> r.setRequestId(unknownId)),
                get("REQUEST_ID_INVALID", r -> r.setRequestId("a")),
                bad("SETTLEMENT_NOT_FOUND", shop -> watch(shop, "nothing")),
                bad("SETTLEMENT_ID_INVALID", shop -> watch(shop, "")));
    }

    private static void watch(GrpcShop shop, String id) {
        shop.settlements(TASK)
                .watchSettlement(
                        WatchSettlementRequest.newBuilder().setSettlementId(id).build())
                .forEachRemaining(_ -> {});
    }

    @Test
    void whatIsLeftToRefundReadsInTheCurrencysOwnUnit() {
        shop.shop().open(1_000);
        String settled = shop.settlements(TASK)
                .settle(pay("settled", 100).build())
                .getSettlement()
                .getSettlementId();
        Throwable refusal = catchThrowable(() -> shop.settlements(TASK)
                .refund(RefundRequest.newBuilder()
                        .setRequestId(Shop.id("more").toString())
                        .setSettlementId(settled)
                        .setAmount(euros(101))
                        .build()));
        assertThat(Problem.from(refusal).orElseThrow().message())
                .isEqualTo("only 1.00 EUR can still be refunded, not 1.01 EUR");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void badRequestIsRefusedWithItsReason(String reason, Consumer<GrpcShop> call) {
        shop.shop().open(1_000);
        Throwable refusal = catchThrowable(() -> call.accept(shop));

        Problem problem = Problem.from(refusal).orElseThrow();
        assertThat(problem.reason()).isEqualTo(reason);
        assertThat(problem.message()).isNotBlank();
        assertThat(shop.accounts(OPERATOR)
                        .checkBalance(CheckBalanceRequest.getDefaultInstance())
                        .getBalanced())
                .isTrue();
    }

    @Test
    void everyErrorHasACodeAndItsNameAsReason() {
        assertThat(Arrays.stream(PaymentError.values()).map(error -> PaymentErrors.problem(error, "why")))
                .allSatisfy(problem -> {
                    assertThat(problem.code()).isNotIn(Status.Code.OK, Status.Code.UNKNOWN, Status.Code.INTERNAL);
                    assertThat(problem.reason()).matches("[A-Z_]+");
                    // Only what may succeed unchanged says when to try again.
                    assertThat(problem.retryDelay().isPresent())
                            .isEqualTo(problem.code() == Status.Code.ABORTED
                                    || problem.code() == Status.Code.UNAVAILABLE
                                    || problem.code() == Status.Code.RESOURCE_EXHAUSTED);
                });
    }
}
