package dev.stead.payment.storage;

import static dev.stead.payment.testing.ScriptedProvider.Behaviour.WELL;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.WRONG_AMOUNT;
import static dev.stead.payment.testing.Shop.PAYEE_ACCOUNT;
import static dev.stead.payment.testing.Shop.PAYER_ACCOUNT;
import static dev.stead.payment.testing.Shop.euros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.ledger.DepositCommand;
import dev.stead.payment.domain.settlement.Review;
import dev.stead.payment.domain.settlement.Review.Finding;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.testing.Shop;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A person closes what no machine may: with the money where they found it, once, and for the record. */
class ReviewTest {
    private final ManualClock clock = new ManualClock();
    private final ScriptedProvider provider = new ScriptedProvider(clock);

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private Shop shop(TestDatabase test) {
        return Shop.over(test, provider, clock).open(1_000);
    }

    private Settlement inReview(Shop shop) {
        provider.then(WELL, WRONG_AMOUNT);
        Settlement settlement = shop.settle("pay", 300);
        assertThat(settlement.state()).isEqualTo(SettlementState.MANUAL_REVIEW);
        return settlement;
    }

    private static Review review(String request, Settlement settlement, Finding finding) {
        return new Review(Shop.id(request), settlement.id(), finding, "ada", "seen in the provider's records");
    }

    private static void assertMoney(Shop shop, long available, long held, long paid) {
        assertThat(shop.account(PAYER_ACCOUNT).available()).isEqualTo(euros(available));
        assertThat(shop.account(PAYER_ACCOUNT).held()).isEqualTo(euros(held));
        assertThat(shop.account(PAYEE_ACCOUNT).available()).isEqualTo(euros(paid));
        assertThat(shop.useCases().balanceCheck().check().isBalanced()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void moneyThatMovedIsPostedOnceAndKeptWithWhoSaidSo(TestDatabase test) {
        Shop shop = shop(test);
        Settlement waiting = inReview(shop);

        Settlement resolved = shop.useCases().reviews().resolve(review("r", waiting, Finding.MOVED));
        Settlement again = shop.useCases().reviews().resolve(review("r", waiting, Finding.MOVED));

        assertThat(resolved.state()).isEqualTo(SettlementState.SETTLED);
        assertThat(again).isEqualTo(resolved);
        assertMoney(shop, 700, 0, 300);
        assertThat(shop.useCases().recovery().inReview()).isZero();
        assertThat(test.database()
                        .<List<String>>read(handle -> handle.createQuery(
                                        "SELECT operator_id || ' ' || finding || ': ' || note FROM reviews")
                                .mapTo(String.class)
                                .list()))
                .isEqualTo(List.of("ada MOVED: seen in the provider's records"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void moneyThatDidNotMoveIsReleased(TestDatabase test) {
        Shop shop = shop(test);
        Settlement waiting = inReview(shop);

        assertThat(shop.useCases()
                        .reviews()
                        .resolve(review("r", waiting, Finding.NOT_MOVED))
                        .state())
                .isEqualTo(SettlementState.VOIDED);
        assertMoney(shop, 1_000, 0, 0);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void refundInReviewEndsEitherWay(TestDatabase test) {
        Shop shop = shop(test);
        Settlement settled = shop.settle("pay", 300);
        provider.then(WRONG_AMOUNT);
        assertThat(shop.refund("back", settled.id(), 100).state()).isEqualTo(SettlementState.MANUAL_REVIEW);

        Settlement kept = shop.useCases().reviews().resolve(review("not done", settled, Finding.NOT_MOVED));

        assertThat(kept.state()).isEqualTo(SettlementState.SETTLED);
        assertMoney(shop, 700, 0, 300);
        provider.then(WRONG_AMOUNT);
        assertThat(shop.refund("back again", settled.id(), 100).state()).isEqualTo(SettlementState.MANUAL_REVIEW);

        Settlement back = shop.useCases().reviews().resolve(review("done", settled, Finding.MOVED));

        assertThat(back.state()).isEqualTo(SettlementState.PARTIALLY_REFUNDED);
        assertThat(back.refundable()).isEqualTo(euros(200));
        assertMoney(shop, 800, 0, 200);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aFurtherRefundThatDidNotMoveLeavesWhatWasRefundedBefore(TestDatabase test) {
        Shop shop = shop(test);
        Settlement settled = shop.settle("pay", 300);
        shop.refund("first", settled.id(), 100);
        provider.then(WRONG_AMOUNT);
        shop.refund("second", settled.id(), 50);

        Settlement kept = shop.useCases().reviews().resolve(review("not done", settled, Finding.NOT_MOVED));

        assertThat(kept.state()).isEqualTo(SettlementState.PARTIALLY_REFUNDED);
        assertThat(kept.refundable()).isEqualTo(euros(200));
        assertMoney(shop, 800, 0, 200);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void moneyThatThePayeeCannotReceiveIsNotPostedAndStillWaits(TestDatabase test) {
        Shop shop = shop(test);
        provider.then(WELL, WRONG_AMOUNT);
        Settlement waiting = shop.settle("pay", 1_000);
        long almostAll = Long.MAX_VALUE - 999;
        shop.useCases().accounts().deposit(new DepositCommand(Shop.id("rich"), PAYEE_ACCOUNT, euros(almostAll)));

        assertRefused(PaymentError.BALANCE_OVERFLOW, shop, review("r", waiting, Finding.MOVED));

        assertThat(shop.useCases().recovery().inReview()).isEqualTo(1);
        assertMoney(shop, 0, 1_000, almostAll);
    }

    /** Refunds that ended before V4 stored what became of them. */
    @ParameterizedTest
    @MethodSource("databases")
    void findingOfAnEarlierRefundIsReadFromTheJournal(TestDatabase test) throws IOException {
        Shop shop = shop(test);
        Settlement settled = shop.settle("pay", 300);
        provider.then(WRONG_AMOUNT);
        shop.refund("kept", settled.id(), 100);
        shop.useCases().reviews().resolve(review("not done", settled, Finding.NOT_MOVED));
        clock.advance(Duration.ofSeconds(1));
        shop.refund("back", settled.id(), 50);
        String migration = migration("V4__findings_of_refunds.sql");

        test.database().change(handle -> {
            handle.execute("UPDATE refunds SET finding = 'MOVED'");
            handle.execute(migration.substring(migration.indexOf("UPDATE"), migration.lastIndexOf(';')));
        });

        assertThat(test.database()
                        .<List<String>>read(
                                handle -> handle.createQuery("SELECT amount || ' ' || finding FROM refunds ORDER BY 1")
                                        .mapTo(String.class)
                                        .list()))
                .containsExactly("100 NOT_MOVED", "50 MOVED");
    }

    private static String migration(String file) throws IOException {
        try (InputStream sql = PaymentDatabase.class.getResourceAsStream("migrations/" + file)) {
            assertThat(sql).as(file).isNotNull();
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void nothingIsClosedTwiceOrOtherwise(TestDatabase test) {
        Shop shop = shop(test);
        Settlement waiting = inReview(shop);
        shop.useCases().reviews().resolve(review("r", waiting, Finding.NOT_MOVED));

        assertRefused(PaymentError.REQUEST_ID_REUSED, shop, review("r", waiting, Finding.MOVED));
        assertRefused(PaymentError.NOT_IN_REVIEW, shop, review("another", waiting, Finding.MOVED));
        for (String note : List.of("two\nlines", "two\u0085lines", "a\u202Eb", "\u200B", "", " ", "x".repeat(501))) {
            assertThatExceptionOfType(PaymentException.class)
                    .isThrownBy(() -> new Review(Shop.id("x"), waiting.id(), Finding.MOVED, "ada", note))
                    .returns(PaymentError.NOTE_INVALID, PaymentException::error);
        }
        assertMoney(shop, 1_000, 0, 0);
    }

    private static void assertRefused(PaymentError error, Shop shop, Review review) {
        assertThatExceptionOfType(PaymentException.class)
                .isThrownBy(() -> shop.useCases().reviews().resolve(review))
                .returns(error, PaymentException::error);
    }
}
