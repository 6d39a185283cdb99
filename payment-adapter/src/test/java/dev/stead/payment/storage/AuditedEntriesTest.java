package dev.stead.payment.storage;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stead.audit.v1.Leaf;
import dev.stead.mesh.audit.AuditConfig;
import dev.stead.mesh.audit.AuditLog;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.mesh.time.Parallel;
import dev.stead.payment.domain.ledger.AccountId;
import dev.stead.payment.domain.ledger.DepositCommand;
import dev.stead.payment.domain.ledger.Owner;
import dev.stead.payment.provider.LedgerProvider;
import dev.stead.payment.testing.ManualClock;
import dev.stead.payment.testing.Shop;
import io.grpc.Context;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the audit log has of accounts and of money that moves. */
class AuditedEntriesTest {
    private static final int OPERATORS = 32;

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    private static Shop shop(TestDatabase test) {
        var clock = new ManualClock();
        return Shop.over(new PaymentDatabase(test.database(), clock), new LedgerProvider(), clock);
    }

    private static List<Leaf> log(TestDatabase test, Shop shop) {
        var config = new AuditConfig("payment", Optional.empty(), Map.of(), Map.of());
        AuditLog log = AuditLog.start(test.database(), config, shop.clock());
        // Appends what was done.
        log.close();
        return log.leaves(0, 1_000).stream().map(AuditedEntriesTest::parse).toList();
    }

    private static Leaf parse(byte[] leaf) {
        try {
            return Leaf.parseFrom(leaf);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyMovementOfMoneyIsALeaf(TestDatabase test) {
        Shop shop = shop(test).open(1_000);
        var settled = shop.settle("one", 400);
        var _ = shop.settle("too much", 5_000);
        var _ = shop.settle("one", 400);
        var _ = shop.refund("back", settled.id(), 100);

        assertThat(log(test, shop))
                .map(Leaf::getAct)
                .containsExactly(
                        "account.opened",
                        "account.opened",
                        "account.opened",
                        "entry.deposit",
                        "entry.post",
                        "settlement.declined",
                        "entry.refund");
        assertThat(log(test, shop))
                .filteredOn(leaf -> leaf.getAct().equals("entry.post"))
                .allMatch(leaf -> leaf.getObjectsList()
                                .containsAll(List.of(
                                        "settlement/" + settled.id().value(),
                                        "account/" + Shop.PAYER_ACCOUNT.value(),
                                        "account/" + Shop.PAYEE_ACCOUNT.value()))
                        && leaf.getRequestId().equals(Shop.id("one").toString())
                        && leaf.getCaller().equals("service/payment"));
    }

    /** SQLite commits the work of several callers together, on the thread of one of them. */
    @ParameterizedTest
    @MethodSource("databases")
    void everyLeafNamesItsOwnCallerInAGroupToo(TestDatabase test) {
        Shop shop = shop(test);
        IntStream.range(0, OPERATORS)
                .forEach(i -> shop.open(new AccountId("acc-" + i), new Owner.Person("person-" + i)));
        Parallel.runAll(IntStream.range(0, OPERATORS)
                .<Runnable>mapToObj(i -> Context.current()
                        .withValue(Caller.KEY, new Caller.Operator("op-" + i))
                        .wrap(() -> {
                            var command = new DepositCommand(
                                    Shop.id("deposit " + i), new AccountId("acc-" + i), Shop.euros(1));
                            var _ = shop.useCases().accounts().deposit(command);
                        }))
                .toList());

        assertThat(log(test, shop))
                .filteredOn(leaf -> leaf.getAct().equals("entry.deposit"))
                .hasSize(OPERATORS)
                .allMatch(leaf -> leaf.getObjectsList()
                        .contains("account/" + leaf.getCaller().replace("operator/op-", "acc-")));
    }
}
