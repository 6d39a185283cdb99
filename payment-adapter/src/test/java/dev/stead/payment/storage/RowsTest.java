package dev.stead.payment.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.testing.BankRow;
import dev.stead.payment.testing.ChangedRequestRow;
import dev.stead.payment.testing.ProviderChaosRow;
import dev.stead.payment.testing.Row;
import dev.stead.payment.testing.SameRequestRow;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Rows M3, M4, M5 and M8 of the fault matrix, in the size of a build; {@code -Dstead.rows=full} runs them whole. */
class RowsTest {
    private static final boolean FULL = "full".equals(System.getProperty("stead.rows"));
    private static final long SEED = Long.getLong("stead.seed", 20_261_125);

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private static int size(int small, int whole) {
        return FULL ? whole : small;
    }

    private static void judge(Row row) {
        System.getLogger("rows").log(System.Logger.Level.INFO, row.toString());
        assertThat(row.failures()).as(row.toString()).isEmpty();
    }

    /** Two services over one PostgreSQL; an embedded file has one only. */
    private interface Work {
        Row over(List<UnitOfWork> stores) throws Exception;
    }

    private static void twoServices(TestDatabase test, Work work) throws Exception {
        var first = new PaymentDatabase(test.database(), InstantSource.system());
        if (test.config().url().startsWith("sqlite:")) {
            judge(work.over(List.of(first)));
            return;
        }
        try (Database second = Database.open(test.config(), PaymentDatabase.MIGRATIONS)) {
            judge(work.over(List.of(first, new PaymentDatabase(second, InstantSource.system()))));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void requestSentManyTimesAtOnceIsOneSettlement(TestDatabase test) throws Exception {
        twoServices(test, stores -> SameRequestRow.run(stores, size(20, 200), SEED));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void requestIdThatComesWithSomethingElseIsRefused(TestDatabase test) {
        judge(ChangedRequestRow.run(
                () -> new PaymentDatabase(test.reopen(), InstantSource.system()), size(3, 200), SEED));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void providerInChaosMovesNothingTwice(TestDatabase test) {
        judge(ProviderChaosRow.run(
                new PaymentDatabase(test.database(), InstantSource.system()), size(300, 20_000), SEED));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyReadOfTheWholeLedgerSumsToTheStart(TestDatabase test) throws Exception {
        twoServices(test, stores -> BankRow.run(stores, size(40, 2_000), SEED));
    }
}
