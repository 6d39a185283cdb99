package dev.stead.payment.provider;

import static dev.stead.payment.testing.Shop.PAYEE_ACCOUNT;
import static dev.stead.payment.testing.Shop.PAYER_ACCOUNT;
import static dev.stead.payment.testing.Shop.euros;
import static dev.stead.payment.testing.Shop.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.domain.DeclineReason;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.ledger.LinkFundingSourceCommand;
import dev.stead.payment.domain.provider.Provider.Instruction;
import dev.stead.payment.domain.provider.Provider.LookupResult;
import dev.stead.payment.domain.provider.Provider.Movement;
import dev.stead.payment.domain.provider.Provider.Outcome;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.storage.PaymentDatabase;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.Shop;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Row M6: the real stripe-java against a server that behaves like Stripe, and dies. */
class StripeProviderTest {
    private static StripeServer server;
    private static StripeProvider stripe;

    @BeforeAll
    static void start() throws Exception {
        server = new StripeServer();
        stripe = new StripeProvider("sk_test_stead", server.base());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Instruction instruction(String key, String source) {
        return new Instruction(key, euros(1_000), Optional.of(source), Optional.empty());
    }

    private static Instruction authorised(String key) {
        Outcome outcome = stripe.authorise(instruction(key, "tok_visa"));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        Outcome.Ok.class, ok -> assertThat(ok.amount()).isEqualTo(euros(1_000)));
        return new Instruction(
                key, euros(1_000), Optional.of("tok_visa"), Optional.of(((Outcome.Ok) outcome).reference()));
    }

    private static List<Movement> movements() {
        List<Movement> all = new ArrayList<>();
        Instant now = Instant.now();
        stripe.statement(new Period(now.minus(Duration.ofHours(1)), now.plus(Duration.ofHours(1))), all::add);
        return all;
    }

    private static long captures(String key) {
        return movements().stream()
                .filter(one -> one.key().equals(key) && one.effect() == Movement.Effect.CAPTURED)
                .count();
    }

    @Test
    void authorisesCapturesAndGivesBackInParts() {
        Instruction charge = authorised("full");
        assertThat(stripe.lookUp("full")).isInstanceOf(LookupResult.Authorised.class);

        assertThat(stripe.capture(charge))
                .isEqualTo(new Outcome.Ok(charge.reference().orElseThrow(), euros(1_000)));
        assertThat(stripe.lookUp("full")).isInstanceOf(LookupResult.Completed.class);
        assertThat(stripe.refund(charge, "refund-a", euros(400))).isInstanceOf(Outcome.Ok.class);
        assertThat(stripe.refund(charge, "refund-b", euros(600))).isInstanceOf(Outcome.Ok.class);
        assertThat(stripe.refund(charge, "refund-c", euros(1))).isInstanceOf(Outcome.Declined.class);
        assertThat(stripe.lookUp("refund-b"))
                .isInstanceOfSatisfying(
                        LookupResult.Completed.class,
                        moved -> assertThat(moved.amount()).isEqualTo(euros(600)));
        assertThat(movements())
                .filteredOn(one -> List.of("full", "refund-a", "refund-b").contains(one.key()))
                .extracting(Movement::amount)
                .containsExactlyInAnyOrder(euros(1_000), euros(400), euros(600));
    }

    @Test
    void askedTwiceDoesItOnce() {
        Instruction charge = authorised("twice");
        assertThat(authorised("twice")).isEqualTo(charge);
        assertThat(stripe.capture(charge)).isEqualTo(stripe.capture(charge));
        assertThat(stripe.refund(charge, "refund-twice", euros(100)))
                .isEqualTo(stripe.refund(charge, "refund-twice", euros(100)));

        assertThat(captures("twice")).isEqualTo(1);
        assertThat(movements().stream().filter(one -> one.key().equals("refund-twice")))
                .hasSize(1);
    }

    @Test
    void releasesWhatWasReservedAndNotWhatWasTaken() {
        Instruction charge = authorised("release");
        assertThat(stripe.voidAuthorisation(charge)).isInstanceOf(Outcome.Ok.class);
        assertThat(stripe.voidAuthorisation(charge)).isInstanceOf(Outcome.Ok.class);
        assertThat(stripe.lookUp("release")).isInstanceOf(LookupResult.Voided.class);
        assertThat(movements()).noneMatch(one -> one.key().startsWith("release"));

        Instruction taken = authorised("taken");
        stripe.capture(taken);
        assertThat(stripe.voidAuthorisation(taken)).isInstanceOf(Outcome.Declined.class);
        assertThat(captures("taken")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "tok_chargeDeclined, PROVIDER_REFUSED",
        "tok_chargeDeclinedInsufficientFunds, INSUFFICIENT_FUNDS",
        "tok_chargeDeclinedExpiredCard, PROVIDER_REFUSED"
    })
    void refusalIsADecline(String source, DeclineReason reason) {
        assertThat(stripe.authorise(instruction("declined " + source, source))).isEqualTo(new Outcome.Declined(reason));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tok_429", "tok_500"})
    void troubleIsNoDecline(String source) {
        assertThat(stripe.authorise(instruction("trouble " + source, source))).isEqualTo(new Outcome.Unknown());
    }

    @Test
    void keyThatComesAgainWithSomethingElseIsNoDecline() {
        authorised("changed");
        var other = new Instruction("changed", new Money("EUR", 2_000), Optional.of("tok_visa"), Optional.empty());

        assertThat(stripe.authorise(other)).isEqualTo(new Outcome.Unknown());
    }

    @Test
    void nobodyListensIsNoDecline() {
        var nowhere = new StripeProvider("sk_test_stead", "http://localhost:1");

        assertThat(nowhere.authorise(instruction("nowhere", "tok_visa"))).isEqualTo(new Outcome.Unknown());
        assertThat(nowhere.lookUp("nowhere")).isEqualTo(new LookupResult.Unknown());
    }

    /** A hundredth or a hundredfold would be taken otherwise. */
    @ParameterizedTest
    @ValueSource(strings = {"ISK", "UGX", "MGA", "IQD", "LYD"})
    void currencyThatStripeCountsOtherwiseIsDeclinedAndNothingIsReserved(String code) {
        var amount = new Money(code, 100_000);
        var instruction = new Instruction("units " + code, amount, Optional.of("tok_visa"), Optional.empty());

        assertThat(stripe.authorise(instruction)).isEqualTo(new Outcome.Declined(DeclineReason.PROVIDER_REFUSED));
        assertThat(stripe.lookUp("units " + code)).isInstanceOf(LookupResult.NotFound.class);
    }

    @Test
    void accountWithoutAFundingSourceIsDeclined() {
        assertThat(stripe.authorise(new Instruction("none", euros(1_000), Optional.empty(), Optional.empty())))
                .isInstanceOf(Outcome.Declined.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void answerThatIsCutAndServerThatIsKilledGiveNoSecondCharge(boolean killed) throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(PaymentDatabase.MIGRATIONS)) {
            Shop shop = Shop.over(
                            new PaymentDatabase(test.database(), InstantSource.system()), stripe, new ManualClock())
                    .open(10_000);
            shop.useCases()
                    .accounts()
                    .link(new LinkFundingSourceCommand(id("link"), PAYER_ACCOUNT, "stripe", "tok_visa"));
            server.cutNextAnswer(killed ? server::kill : () -> {});

            Settlement unknown = shop.settle("pay", 1_000);
            // When only the connection was cut, the JDK's client repeats the request once itself, under the same key.
            assertThat(unknown.state()).isIn(SettlementState.UNKNOWN, SettlementState.SETTLED);
            if (killed) {
                server.restart();
            }
            shop.clock().advance(Duration.ofSeconds(30));
            shop.useCases().recovery().runOnce();

            assertThat(shop.useCases().settlements().get(unknown.id()).state()).isEqualTo(SettlementState.SETTLED);
            assertThat(captures(unknown.id() + "-1")).isEqualTo(1);
            assertThat(shop.account(PAYEE_ACCOUNT).available()).isEqualTo(euros(1_000));
            assertThat(shop.refund("back", unknown.id(), 300).state()).isEqualTo(SettlementState.PARTIALLY_REFUNDED);
        }
    }
}
