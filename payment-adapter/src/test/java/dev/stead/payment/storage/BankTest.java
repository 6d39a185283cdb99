package dev.stead.payment.storage;

import static dev.stead.payment.testing.Shop.PAYEE_ACCOUNT;
import static dev.stead.payment.testing.Shop.PAYER_ACCOUNT;
import static dev.stead.payment.testing.Shop.euros;
import static dev.stead.payment.testing.Shop.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.application.BalanceCheck;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.DepositCommand;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.domain.provider.Provider;
import dev.stead.payment.domain.settlement.SettleCommand;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.domain.settlement.SettlementState;
import dev.stead.payment.provider.LedgerProvider;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.ScriptedProvider;
import dev.stead.payment.testing.Shop;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Jepsen's bank test at the size of a build: many at once, and every look at the ledger sums to zero. */
class BankTest {
    private static final int CUSTOMERS = 6;

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private static Shop shop(TestDatabase test, Provider provider) {
        return Shop.over(new PaymentDatabase(test.database(), InstantSource.system()), provider, new ManualClock());
    }

    private static <T> List<T> atOnce(List<Callable<T>> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<T> results = new ArrayList<>();
            for (Future<T> result : threads.invokeAll(work)) {
                results.add(result.get());
            }
            return results;
        }
    }

    private static long count(List<Settlement> settlements, SettlementState state) {
        return settlements.stream()
                .filter(settlement -> settlement.state() == state)
                .count();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void fiftyIdenticalRequestsAreOneSettlement(TestDatabase test) throws Exception {
        Shop shop = shop(test, new LedgerProvider()).open(1_000);
        List<Callable<Settlement>> requests = IntStream.range(0, 50)
                .<Callable<Settlement>>mapToObj(_ -> () -> shop.settle("pay", 300))
                .toList();

        List<Settlement> answers = atOnce(requests);

        assertThat(answers).containsOnly(answers.getFirst());
        assertThat(answers.getFirst().state()).isEqualTo(SettlementState.SETTLED);
        assertThat(shop.account(PAYER_ACCOUNT).available()).isEqualTo(euros(700));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void identicalRequestsThroughAProviderAreOneCapture(TestDatabase test) throws Exception {
        var provider = new ScriptedProvider();
        Shop shop = shop(test, provider).open(1_000);
        List<Callable<Settlement>> requests = IntStream.range(0, 30)
                .<Callable<Settlement>>mapToObj(_ -> () -> shop.settle("pay", 300))
                .toList();

        List<Settlement> answers = atOnce(requests);

        assertThat(answers.stream().map(Settlement::id).distinct()).hasSize(1);
        assertThat(provider.count(ScriptedProvider.Effect.CAPTURED)).isEqualTo(1);
        assertThat(shop.settle("pay", 300).state()).isEqualTo(SettlementState.SETTLED);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void manySettlementsOnOneAccountNeverOverdrawIt(TestDatabase test) throws Exception {
        Shop shop = shop(test, new LedgerProvider()).open(255);
        List<Callable<Settlement>> requests = IntStream.range(0, 60)
                .<Callable<Settlement>>mapToObj(i -> () -> shop.settle("pay " + i, 10))
                .toList();

        List<Settlement> answers = atOnce(requests);

        assertThat(count(answers, SettlementState.SETTLED)).isEqualTo(25);
        assertThat(count(answers, SettlementState.DECLINED)).isEqualTo(35);
        assertThat(shop.account(PAYER_ACCOUNT).available()).isEqualTo(euros(5));
        assertThat(shop.account(PAYEE_ACCOUNT).available()).isEqualTo(euros(250));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyLookAtTheLedgerSumsToZeroWhileMoneyMovesBothWays(TestDatabase test) throws Exception {
        long seed = 20_261_123;
        var provider = new ScriptedProvider();
        Shop inside = shop(test, new LedgerProvider()).open(0);
        Shop outside =
                Shop.over(new PaymentDatabase(test.database(), InstantSource.system()), provider, inside.clock(), seed);
        for (int i = 0; i < CUSTOMERS; i++) {
            inside.open(account(i), owner(i));
            inside.useCases().accounts().deposit(new DepositCommand(id("deposit " + i), account(i), euros(500)));
        }
        List<Callable<Integer>> work = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            int number = thread;
            work.add(() -> move(number % 4 == 0 ? outside : inside, number, new Random(seed + number)));
        }
        work.add(() -> look(inside));
        atOnce(work);

        assertThat(IntStream.range(0, CUSTOMERS)
                        .mapToLong(i -> inside.account(account(i)).available().minorUnits())
                        .sum())
                .as("seed %d", seed)
                .isEqualTo(500L * CUSTOMERS);
        assertThat(inside.useCases().balanceCheck().check().findings()).isEmpty();
    }

    private static int move(Shop shop, int thread, Random random) {
        int moved = 0;
        for (int i = 0; i < 40; i++) {
            int from = random.nextInt(CUSTOMERS);
            int to = (from + 1 + random.nextInt(CUSTOMERS - 1)) % CUSTOMERS;
            var command = new SettleCommand(
                    id("move " + thread + " " + i), owner(from), owner(to), euros(1 + random.nextInt(300)), "");
            moved += shop.useCases().settlements().settle(command).state() == SettlementState.SETTLED ? 1 : 0;
        }
        return moved;
    }

    private static int look(Shop shop) {
        for (int i = 0; i < 30; i++) {
            BalanceCheck.Report report = shop.useCases().balanceCheck().check();
            assertThat(report.findings()).isEmpty();
        }
        return 30;
    }

    private static AccountId account(int number) {
        return new AccountId("acc-" + number);
    }

    private static Owner owner(int number) {
        return number % 2 == 0 ? new Owner.Person("p-" + number) : new Owner.Merchant("m-" + number);
    }
}
