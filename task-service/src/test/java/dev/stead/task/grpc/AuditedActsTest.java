package dev.stead.task.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stead.audit.v1.Leaf;
import dev.stead.mesh.audit.AuditConfig;
import dev.stead.mesh.audit.AuditLog;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.PasskeyPhone;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.testing.TestAuthenticator;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.TaskKind;
import dev.stead.task.v1.Terminal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the audit log has of a task, written by the transactions that did it. */
class AuditedActsTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private static List<Leaf> log(TestDatabase test, TaskWorld world) {
        var config = new AuditConfig("task", Optional.empty(), Map.of(), Map.of());
        AuditLog log = AuditLog.start(test.database(), config, world.clock);
        // Appends what was done.
        log.close();
        return log.leaves(0, 1_000).stream().map(AuditedActsTest::parse).toList();
    }

    private static Leaf parse(byte[] leaf) {
        try {
            return Leaf.parseFrom(leaf);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static String line(Leaf leaf) {
        return leaf.getAct() + " by " + leaf.getCaller() + " calling "
                + leaf.getMethod().replaceFirst(".*/", "");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyActIsALeafThatNamesItsCallerAndItsMethod(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            String task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            Execution execution = world.confirm("t-near", task);
            world.putTerminal("t-near", TaskWorld.SQUARE, Terminal.State.STATE_SUSPENDED);
            List<Leaf> leaves = log(test, world);

            assertThat(leaves.stream().filter(leaf -> leaf.getObjectsList().contains("task/" + task)))
                    .map(AuditedActsTest::line)
                    .containsExactly(
                            "task.proposed by person/alice calling ProposeTask",
                            "task.accepted by person/bob calling AcceptTask",
                            "task.confirmed by terminal/t-near calling ConfirmTask",
                            "execution.paid by terminal/t-near calling ConfirmTask");
            assertThat(leaves)
                    .map(AuditedActsTest::line)
                    .contains(
                            "person.named by person/alice calling SetDisplayName",
                            "contact.added by person/alice calling AddContact",
                            "order.registered by merchant/bakery calling RegisterOrder",
                            "terminal.suspended by operator/op calling PutTerminal");
            assertThat(leaves.stream().filter(leaf -> leaf.getAct().equals("task.confirmed")))
                    .allMatch(leaf -> leaf.getContentHash().size() == 32
                            && leaf.getRequestId().length() == 36
                            && leaf.getObjectsList().contains("execution/" + execution.getExecutionId())
                            && leaf.getObjectsList().contains("terminal/t-near"));
            assertThat(leaves).noneMatch(leaf -> leaf.toString().contains("Alice"));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void eachActAboutAPasskeyIsALeafThatContainsItsKeyAsAHash(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            var phone = new PasskeyPhone(world, "bob");
            String passkey =
                    phone.registerInPerson(new TestAuthenticator("bob's")).getPasskeyId();
            phone.remove(passkey);

            List<Leaf> leaves = log(test, world).stream()
                    .filter(leaf -> leaf.getObjectsList().equals(List.of("person/bob", "passkey/" + passkey)))
                    .toList();
            assertThat(leaves)
                    .map(AuditedActsTest::line)
                    .containsExactly(
                            "passkey.registered by person/bob calling RegisterPasskey",
                            "passkey.activated by operator/op calling ActivatePasskey",
                            "passkey.removed by person/bob calling RemovePasskey");
            assertThat(leaves).allMatch(leaf -> leaf.getContentHash().size() == 32);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRepeatedRequestIsOneAct(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            String task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            var confirmation = world.confirmation("t-near", task);
            for (int i = 0; i < 3; i++) {
                var _ = world.terminal("t-near").confirmTask(confirmation);
            }
            assertThat(log(test, world).stream().filter(leaf -> leaf.getAct().equals("task.confirmed")))
                    .hasSize(1);
        }
    }
}
