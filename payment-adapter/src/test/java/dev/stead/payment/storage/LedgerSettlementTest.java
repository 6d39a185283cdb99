package dev.stead.payment.storage;

import static dev.stead.payment.testing.Shop.PAYEE;
import static dev.stead.payment.testing.Shop.PAYEE_ACCOUNT;
import static dev.stead.payment.testing.Shop.PAYER;
import static dev.stead.payment.testing.Shop.PAYER_ACCOUNT;
import static dev.stead.payment.testing.Shop.euros;
import static dev.stead.payment.testing.Shop.id;
import static dev.stead.payment.testing.Shop.settleCommand;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.application.BalanceCheck;
import dev.stead.payment.application.Statements;
import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.Account;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.DepositCommand;
import dev.stead.payment.domain.ledger.EntryKind;
import dev.stead.payment.domain.ledger.OpenAccountCommand;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.ledger.StatementLine;
import dev.stead.payment.domain.settlement.SettleCommand;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.provider.LedgerProvider;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.Shop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LedgerSettlementTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private static Shop shop(TestDatabase test) {
        return Shop.over(
                new PaymentDatabase(test.database(), InstantSource.system()), new LedgerProvider(), new ManualClock());
    }

    private static void assertRefused(PaymentError error, ThrowingCallable request) {
        assertThatExceptionOfType(PaymentException.class)
                .isThrownBy(request)
                .satisfies(refusal -> assertThat(refusal.error()).isEqualTo(error));
    }

    private static void assertBalanced(Shop shop) {
        BalanceCheck.Report report = shop.useCases().balanceCheck().check();
        assertThat(report.findings()).isEmpty();
        assertThat(report.sums().values()).allMatch(sum -> sum.signum() == 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void settlementMovesTheMoneyOnce(TestDatabase test) {
        Shop shop = shop(test).open(1_000);

        Settlement first = shop.settle("pay", 300);
        Settlement again = shop.settle("pay", 300);

        assertThat(first.state()).isEqualTo(SettlementState.SETTLED);
        assertThat(again).isEqualTo(first);
        assertThat(shop.account(PAYER_ACCOUNT).available()).isEqualTo(euros(700));
        assertThat(shop.account(PAYEE_ACCOUNT).available()).isEqualTo(euros(300));
        assertBalanced(shop);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void settlementIsFoundByItsIdAndByItsRequest(TestDatabase test) {
        Shop shop = shop(test).open(1_000);

        Settlement settled = shop.settle("pay", 300);

        assertThat(shop.useCases().settlements().get(settled.id())).isEqualTo(settled);
        assertThat(shop.useCases().settlements().ofRequest(id("pay"))).isEqualTo(settled);
        assertRefused(
                PaymentError.SETTLEMENT_NOT_FOUND,
                () -> shop.useCases().settlements().ofRequest(id("open acc-payer")));
        assertRefused(
                PaymentError.SETTLEMENT_NOT_FOUND,
                () -> shop.useCases().settlements().get(new SettlementId("nobody")));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void emptyAccountIsDeclinedAndTheAnswerStays(TestDatabase test) {
        Shop shop = shop(test).open(299);

        Settlement declined = shop.settle("pay", 300);
        shop.useCases().accounts().deposit(new DepositCommand(id("more"), PAYER_ACCOUNT, euros(1)));

        assertThat(declined.state()).isEqualTo(SettlementState.DECLINED);
        assertThat(declined.progress().decline()).contains(DeclineReason.INSUFFICIENT_FUNDS);
        assertThat(shop.settle("pay", 300)).isEqualTo(declined);
        assertThat(shop.settle("pay later", 300).state()).isEqualTo(SettlementState.SETTLED);
        assertBalanced(shop);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void sameRequestIdWithAnyOtherFieldIsRefusedEvenAfterRestart(TestDatabase test) {
        Shop before = shop(test).open(1_000);
        before.open(new AccountId("acc-other"), new Owner.Merchant("other"));
        before.settle("pay", 300);
        test.reopen();
        Shop shop = shop(test);
        SettleCommand first = settleCommand("pay", 300);
        Owner other = new Owner.Merchant("other");

        for (SettleCommand changed : List.of(
                new SettleCommand(first.requestId(), other, first.payee(), first.amount(), first.reference()),
                new SettleCommand(first.requestId(), first.payer(), other, first.amount(), first.reference()),
                new SettleCommand(
                        first.requestId(),
                        new Owner.Merchant("payer"),
                        first.payee(),
                        first.amount(),
                        first.reference()),
                new SettleCommand(first.requestId(), first.payer(), first.payee(), euros(301), first.reference()),
                new SettleCommand(
                        first.requestId(), first.payer(), first.payee(), new Money("USD", 300), first.reference()),
                new SettleCommand(first.requestId(), first.payer(), first.payee(), first.amount(), "another"))) {
            assertRefused(
                    PaymentError.REQUEST_ID_REUSED,
                    () -> shop.useCases().settlements().settle(changed));
        }
        assertRefused(
                PaymentError.REQUEST_ID_REUSED,
                () -> shop.useCases().accounts().deposit(new DepositCommand(id("pay"), PAYER_ACCOUNT, euros(300))));
        assertThat(shop.account(PAYER_ACCOUNT).available()).isEqualTo(euros(700));
        assertBalanced(shop);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void ownerWithoutAnAccountInTheCurrencyIsToldSoAndMayTryAgain(TestDatabase test) {
        Shop shop = shop(test).open(1_000);
        Owner late = new Owner.Merchant("late");
        var command = new SettleCommand(id("pay late"), PAYER, late, euros(10), "");

        assertRefused(
                PaymentError.ACCOUNT_NOT_FOUND,
                () -> shop.useCases().settlements().settle(command));
        assertRefused(
                PaymentError.ACCOUNT_NOT_FOUND,
                () -> shop.useCases()
                        .settlements()
                        .settle(new SettleCommand(id("dollars"), PAYER, PAYEE, new Money("USD", 1), "")));
        shop.open(new AccountId("acc-late"), late);

        assertThat(shop.useCases().settlements().settle(command).state()).isEqualTo(SettlementState.SETTLED);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void depositIsAnsweredTheSameForever(TestDatabase test) {
        Shop shop = shop(test).open(0);
        var deposit = new DepositCommand(id("gift"), PAYER_ACCOUNT, euros(500));

        Account first = shop.useCases().accounts().deposit(deposit);
        shop.settle("pay", 200);
        Account again = shop.useCases().accounts().deposit(deposit);

        assertThat(first.available()).isEqualTo(euros(500));
        assertThat(again).isEqualTo(first);
        assertThat(shop.account(PAYER_ACCOUNT).available()).isEqualTo(euros(300));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void accountIsOpenedOnceAndItsIdAndOwnerAreTaken(TestDatabase test) {
        Shop shop = shop(test).open(100);
        var accounts = shop.useCases().accounts();

        Account again = shop.open(PAYER_ACCOUNT, PAYER);

        assertThat(again.available()).isEqualTo(euros(0));
        assertRefused(
                PaymentError.ACCOUNT_EXISTS,
                () -> accounts.open(new OpenAccountCommand(id("x"), PAYER_ACCOUNT, new Owner.Person("x"), "EUR")));
        assertRefused(
                PaymentError.OWNER_HAS_ACCOUNT,
                () -> accounts.open(new OpenAccountCommand(id("y"), new AccountId("acc-y"), PAYER, "EUR")));
        assertRefused(
                PaymentError.ACCOUNT_ID_INVALID,
                () -> new OpenAccountCommand(id("z"), AccountId.world("EUR"), PAYER, "EUR"));
        accounts.open(new OpenAccountCommand(id("usd"), new AccountId("acc-usd"), PAYER, "USD"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void moneyThatDoesNotFitIsRefusedAndNothingMoves(TestDatabase test) {
        Shop shop = shop(test).open(0);
        var accounts = shop.useCases().accounts();
        accounts.deposit(new DepositCommand(id("all"), PAYER_ACCOUNT, euros(Long.MAX_VALUE)));

        assertRefused(
                PaymentError.BALANCE_OVERFLOW,
                () -> accounts.deposit(new DepositCommand(id("more"), PAYER_ACCOUNT, euros(1))));
        assertRefused(
                PaymentError.CURRENCY_MISMATCH,
                () -> accounts.deposit(new DepositCommand(id("usd"), PAYER_ACCOUNT, new Money("USD", 1))));
        assertRefused(
                PaymentError.ACCOUNT_NOT_FOUND,
                () -> accounts.deposit(new DepositCommand(id("world"), AccountId.world("EUR"), euros(1))));
        assertThat(shop.account(PAYER_ACCOUNT).available()).isEqualTo(euros(Long.MAX_VALUE));
        assertBalanced(shop);
    }

    /** Each posting fits 64 bits; their sums in an order that is not that of time would not. */
    @ParameterizedTest
    @MethodSource("databases")
    void amountsAtTheEdgeOf64BitsAreSummedUpWhateverTheirOrder(TestDatabase test) {
        Shop shop = shop(test).open(Long.MAX_VALUE);
        for (int i = 0; i < 8; i++) {
            Settlement paid = shop.settle("pay " + i, Long.MAX_VALUE);
            assertThat(paid.state()).isEqualTo(SettlementState.SETTLED);
            var _ = shop.refund("back " + i, paid.id(), Long.MAX_VALUE);
            shop.clock().advance(Duration.ofMinutes(1));
        }
        assertThat(shop.account(PAYER_ACCOUNT).available()).isEqualTo(euros(Long.MAX_VALUE));
        assertBalanced(shop);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void refundsAreInPartsAndNeverMoreThanIsLeft(TestDatabase test) {
        Shop shop = shop(test).open(1_000);
        Settlement settled = shop.settle("pay", 300);

        Settlement part = shop.refund("back 1", settled.id(), 100);
        Settlement repeated = shop.refund("back 1", settled.id(), 100);
        assertRefused(PaymentError.REFUND_TOO_LARGE, () -> shop.refund("back 2", settled.id(), 201));
        assertRefused(PaymentError.REQUEST_ID_REUSED, () -> shop.refund("back 1", settled.id(), 101));
        Settlement whole = shop.refund("back 3", settled.id(), 200);

        assertThat(part.state()).isEqualTo(SettlementState.PARTIALLY_REFUNDED);
        assertThat(part.progress().refunded()).isEqualTo(euros(100));
        assertThat(repeated).isEqualTo(part);
        assertThat(whole.state()).isEqualTo(SettlementState.REFUNDED);
        assertRefused(PaymentError.NOT_REFUNDABLE, () -> shop.refund("back 4", settled.id(), 1));
        assertRefused(PaymentError.SETTLEMENT_NOT_FOUND, () -> shop.refund("back 5", new SettlementId("no"), 1));
        assertThat(shop.account(PAYER_ACCOUNT).available()).isEqualTo(euros(1_000));
        assertBalanced(shop);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void refundNeedsThePayeesMoneyAndIsNotStoredWithoutIt(TestDatabase test) {
        Shop shop = shop(test).open(1_000);
        shop.open(new AccountId("acc-third"), new Owner.Person("third"));
        Settlement settled = shop.settle("pay", 300);
        shop.useCases()
                .settlements()
                .settle(new SettleCommand(id("spend"), PAYEE, new Owner.Person("third"), euros(250), ""));

        assertRefused(PaymentError.INSUFFICIENT_FUNDS, () -> shop.refund("back", settled.id(), 51));
        shop.useCases().accounts().deposit(new DepositCommand(id("more"), PAYEE_ACCOUNT, euros(1)));

        assertThat(shop.refund("back", settled.id(), 51).progress().refunded()).isEqualTo(euros(51));
        assertBalanced(shop);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void statementListsNewestFirstInPagesAndAddsUpToTheBalance(TestDatabase test) {
        Shop shop = shop(test).open(1_000);
        for (int i = 0; i < 24; i++) {
            shop.clock().advance(Duration.ofMillis(i % 3));
            shop.settle("pay " + i, 10 + i);
        }
        List<StatementLine> lines = new ArrayList<>();
        String token = "";
        do {
            Statements.Page page = shop.useCases()
                    .statements()
                    .page(new Statements.Query(PAYER_ACCOUNT, 7, token), Optional.of(PAYER));
            lines.addAll(page.lines());
            token = page.nextToken();
        } while (!token.isEmpty());

        assertThat(lines).hasSize(25).doesNotHaveDuplicates();
        assertThat(shop.useCases()
                        .statements()
                        .page(new Statements.Query(PAYER_ACCOUNT, 25, ""), Optional.of(PAYER))
                        .nextToken())
                .as("of a last page that is full")
                .isEmpty();
        assertThat(lines.getLast().kind()).isEqualTo(EntryKind.DEPOSIT);
        assertThat(lines)
                .isSortedAccordingTo(
                        (a, b) -> b.position().time().compareTo(a.position().time()));
        Money sum = lines.stream().map(line -> line.posting().amount()).reduce(euros(0), Money::plus);
        assertThat(sum).isEqualTo(shop.account(PAYER_ACCOUNT).available());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anothersAccountIsNotFoundAndAForeignTokenIsRefused(TestDatabase test) {
        Shop shop = shop(test).open(1_000);
        shop.settle("pay", 1);
        Statements statements = shop.useCases().statements();
        String token = statements
                .page(new Statements.Query(PAYER_ACCOUNT, 1, ""), Optional.empty())
                .nextToken();

        assertRefused(
                PaymentError.ACCOUNT_NOT_FOUND,
                () -> shop.useCases().accounts().get(PAYEE_ACCOUNT, Optional.of(PAYER)));
        assertRefused(
                PaymentError.ACCOUNT_NOT_FOUND,
                () -> statements.page(new Statements.Query(PAYEE_ACCOUNT, 1, ""), Optional.of(PAYER)));
        String plain = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        String tooShort = encoded(plain.substring(0, plain.lastIndexOf('|')));
        String tooLong = encoded(plain + "|");
        for (String bad : List.of("x", "????", token + "A", "AAAA", token.substring(4), tooShort, tooLong)) {
            assertRefused(
                    PaymentError.PAGE_TOKEN_INVALID,
                    () -> statements.page(new Statements.Query(PAYER_ACCOUNT, 1, bad), Optional.empty()));
        }
        assertRefused(
                PaymentError.PAGE_TOKEN_INVALID,
                () -> statements.page(new Statements.Query(PAYEE_ACCOUNT, 1, token), Optional.empty()));
    }

    private static String encoded(String plain) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
    }
}
