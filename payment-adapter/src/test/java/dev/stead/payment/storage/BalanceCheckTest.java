package dev.stead.payment.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.application.BalanceCheck;
import dev.stead.payment.provider.LedgerProvider;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.Shop;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Damage to a ledger that was whole, of each kind by itself: the check names it, and nothing else. */
class BalanceCheckTest {
    private final TestDatabase test = TestDatabases.sqlite(PaymentDatabase.MIGRATIONS);
    private final Shop shop = Shop.over(
            new PaymentDatabase(test.database(), InstantSource.system()), new LedgerProvider(), new ManualClock());

    @BeforeEach
    void pay() {
        shop.open(1_000).settle("pay", 300);
    }

    @AfterEach
    void close() {
        test.close();
    }

    private BalanceCheck.Report check() {
        return shop.useCases().balanceCheck().check();
    }

    /** Also what the store's own checks would refuse. */
    private void damage(String... statements) {
        test.database().change(handle -> {
            handle.execute("PRAGMA ignore_check_constraints = ON");
            for (String statement : statements) {
                handle.execute(statement);
            }
            handle.execute("PRAGMA ignore_check_constraints = OFF");
        });
    }

    @Test
    void aLedgerThatIsWholeIsCountedAndNothingIsFound() {
        BalanceCheck.Report report = check();

        assertThat(report.findings()).isEmpty();
        assertThat(report.isBalanced()).isTrue();
        assertThat(report.accounts()).as("payer, payee and the world").isEqualTo(3);
        assertThat(report.postings())
                .as("two of the deposit, two of the payment")
                .isEqualTo(4);
        assertThat(report.sums()).isEqualTo(Map.of("EUR", BigInteger.ZERO));
    }

    @Test
    void moneyFromNowhereIsFoundOnItsAccountAndInTheSum() {
        damage("UPDATE accounts SET available = available + 5 WHERE account_id = 'acc-payee'");

        BalanceCheck.Report report = check();

        assertThat(report.findings())
                .containsExactly(
                        "account acc-payee does not equal the sum of its postings",
                        "the sum over all accounts is 0.05 EUR, not zero");
        assertThat(report.isBalanced()).isFalse();
        assertThat(report.sums()).isEqualTo(Map.of("EUR", BigInteger.valueOf(5)));
    }

    @Test
    void moneyThatIsHeldWithoutAHoldIsFound() {
        damage("UPDATE accounts SET available = available - 5, held = held + 5 WHERE account_id = 'acc-payer'");
        assertThat(check().findings()).containsExactly("account acc-payer does not equal the sum of its postings");

        damage("UPDATE accounts SET available = available + 5 WHERE account_id = 'acc-payer'");
        assertThat(check().findings())
                .as("the available balance is right again")
                .containsExactly(
                        "account acc-payer does not equal the sum of its postings",
                        "the sum over all accounts is 0.05 EUR, not zero");
    }

    @Test
    void aNegativeBalanceIsFoundThoughItsPostingsSayTheSame() {
        damage(
                "UPDATE postings SET amount = amount - 1_000 WHERE account_id = 'acc-payer' AND amount < 0",
                "UPDATE postings SET amount = amount + 1_000 WHERE account_id = 'acc-payee'",
                "UPDATE accounts SET available = available - 1_000 WHERE account_id = 'acc-payer'",
                "UPDATE accounts SET available = available + 1_000 WHERE account_id = 'acc-payee'");

        assertThat(check().findings()).containsExactly("account acc-payer has a negative balance");
    }

    @Test
    void aNegativeHoldIsFoundEvenOfTheWorld() {
        damage(
                "UPDATE postings SET pocket = 'HELD' WHERE account_id = 'world.EUR'",
                "UPDATE accounts SET held = available, available = 0 WHERE account_id = 'world.EUR'");

        assertThat(check().findings()).containsExactly("account world.EUR has a negative balance");
    }

    @Test
    void anEntryThatDoesNotBalanceIsFoundByItsId() {
        damage("INSERT INTO postings (account_id, create_time, entry_id, pocket, currency, amount)"
                + " VALUES ('nobody', 1, 'half', 'AVAILABLE', 'EUR', 7)");

        assertThat(check().findings()).containsExactly("entry half does not balance");
    }

    @Test
    void aHundredFindingsAreEnough() {
        damage(
                "INSERT INTO postings (account_id, create_time, entry_id, pocket, currency, amount)"
                        + " WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)"
                        + " SELECT 'acc-payee', i, 'half-' || i, 'AVAILABLE', 'EUR', 7 FROM n",
                "UPDATE accounts SET available = available + 5 WHERE account_id = 'acc-payee'");

        assertThat(check().findings())
                .hasSize(100)
                .startsWith("account acc-payee does not equal the sum of its postings")
                .doesNotHaveDuplicates();
    }
}
