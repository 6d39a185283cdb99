package dev.stead.payment.storage;

import static dev.stead.payment.testing.ScriptedProvider.Behaviour.ANSWER_LOST;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.DECLINED;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.SLOW;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.WELL;
import static dev.stead.payment.testing.ScriptedProvider.Behaviour.WRONG_AMOUNT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.ledger.Account;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.settlement.Review;
import dev.stead.payment.domain.settlement.Review.Finding;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.testing.Shop;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The tables of docs/provider.md, "Balances at each step", row by row as the ledger makes them. */
class BalancesPageTest {
    private static final Path PAGE = Path.of("..", "docs", "provider.md");

    private final ScriptedProvider provider = new ScriptedProvider();
    private final List<String> rows = new ArrayList<>();
    private List<String> earlier = List.of();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aPaymentAndItsRefund(TestDatabase test) throws IOException {
        Shop shop = Shop.over(new PaymentDatabase(test.database(), InstantSource.system()), provider, new ManualClock())
                .open(5_000);
        row(test, shop, "the operator deposits 50.00");
        provider.then(SLOW, SLOW);
        List<String> calls = new ArrayList<>(List.of("`authorise`", "`capture`", "`refund`"));
        provider.whileSlow(() -> row(test, shop, "while " + calls.removeFirst() + " is called"));
        Settlement settled = shop.settle("pay", 1_250);
        row(test, shop, "captured");
        provider.then(SLOW);
        var _ = shop.refund("back", settled.id(), 250);
        row(test, shop, "2.50 refunded");
        assertThat(calls).isEmpty();
        assertThat(Files.readString(PAGE)).contains(String.join("\n", rows));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void otherEnds(TestDatabase test) throws IOException {
        Shop shop = Shop.over(new PaymentDatabase(test.database(), InstantSource.system()), provider, new ManualClock())
                .open(5_000);
        earlier = entries(test);
        provider.then(DECLINED);
        Settlement declined = shop.settle("declined", 1_250);
        row(test, shop, "the provider declines");
        forget(test, declined);
        provider.then(ANSWER_LOST);
        Settlement unknown = shop.settle("unknown", 1_250);
        row(test, shop, "the provider does not answer");
        shop.recover();
        row(test, shop, "... and a look-up finds it authorised, so it is captured");
        var _ = shop.refund("all of it", unknown.id(), 1_250);
        forget(test, unknown);
        provider.then(WELL, WRONG_AMOUNT);
        Settlement waiting = shop.settle("waiting", 1_250);
        row(test, shop, "the provider reports another amount");
        close(shop, waiting, Finding.NOT_MOVED, "closed");
        row(test, shop, "... and an operator finds that nothing moved");
        forget(test, waiting);
        Settlement paid = shop.settle("paid", 1_250);
        forget(test, null);
        provider.then(DECLINED);
        var _ = shop.refund("refused", paid.id(), 250);
        row(test, shop, "the provider declines a refund of 2.50");
        close(shop, paid, Finding.NOT_MOVED, "kept");
        row(test, shop, "... and an operator finds that nothing moved");
        assertThat(Files.readString(PAGE)).contains(String.join("\n", rows));
    }

    private static void close(Shop shop, Settlement settlement, Finding finding, String request) {
        var _ = shop.useCases()
                .reviews()
                .resolve(
                        new Review(Shop.id(request), settlement.id(), finding, "anna", "seen in the provider's books"));
    }

    /** The state of the only settlement that is not forgotten, the entries since the row before, and every balance. */
    private void row(TestDatabase test, Shop shop, String step) {
        assertThat(shop.useCases().balanceCheck().check().findings()).isEmpty();
        List<String> all = entries(test);
        List<String> added = new ArrayList<>(all);
        earlier.forEach(added::remove);
        Account payer = shop.account(Shop.PAYER_ACCOUNT);
        Account payee = shop.account(Shop.PAYEE_ACCOUNT);
        rows.add(String.join(
                " | ",
                "| " + step,
                state(test),
                String.join(", ", added),
                shown(payer.available()),
                shown(payer.held()),
                shown(payee.available()),
                shown(payee.held()),
                shown(shop.account(AccountId.world("EUR")).available()) + " |"));
        earlier = all;
    }

    private static String shown(Money money) {
        return BigDecimal.valueOf(money.minorUnits(), 2).toPlainString();
    }

    private static List<String> entries(TestDatabase test) {
        return test.database()
                .read(handle -> handle.createQuery("SELECT kind FROM journal_entries ORDER BY kind")
                        .mapTo(String.class)
                        .list());
    }

    private static String state(TestDatabase test) {
        return test.database()
                .<String>read(handle -> handle.createQuery("SELECT state FROM settlements WHERE reference <> 'over'")
                        .mapTo(String.class)
                        .findOne()
                        .map(state -> "`" + state + "`")
                        .orElse(""));
    }

    /** Leaves a settlement, if one is given, and the entries so far out of the next row. */
    private void forget(TestDatabase test, @Nullable Settlement settlement) {
        if (settlement != null) {
            test.database()
                    .change(handle -> handle.execute(
                            "UPDATE settlements SET reference = 'over' WHERE settlement_id = ?",
                            settlement.id().value()));
        }
        earlier = entries(test);
    }
}
