package dev.stead.terminal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.audit.Act;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.audit.Actor;
import dev.stead.mesh.audit.AuditConfig;
import dev.stead.mesh.audit.AuditGrpcService;
import dev.stead.mesh.audit.AuditLog;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.mesh.testing.TestServer;
import dev.stead.mesh.time.Environment;
import dev.stead.terminal.ServiceChannels;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log of a real store, as an operator's command sees it. */
class AuditCommandTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));

    private final TestDatabase store = TestDatabases.sqlite("dev/stead/mesh/audit/migrations");
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @AfterEach
    void close() {
        store.close();
    }

    /** Does so many acts, each in its transaction, and stops the log cleanly: all of them are signed. */
    private AuditLog act(int count) {
        var key = AssertionKeys.open(folder.resolve("keys")).privateKey();
        AuditLog log =
                AuditLog.start(store.database(), new AuditConfig("task", Optional.of(key), Map.of(), Map.of()), CLOCK);
        IntStream.range(0, count)
                .forEach(i -> store.database()
                        .change(handle -> new ActRecorder(handle, new Actor("operator/anna", ""), CLOCK)
                                .record(Act.of("site.put").about("site", "s-" + i))));
        log.close();
        return log;
    }

    private int run(AuditLog log, String... arguments) {
        out.getBuffer().setLength(0);
        try (TestServer server = TestServer.start(List.of(), new AuditGrpcService(log))) {
            Connector connector = settings -> new Connector.Connection(
                    new ServiceChannels(server.anonymous(), server.anonymous(), server.anonymous()), () -> {});
            var environment = new CommandEnvironment(
                    new PrintWriter(out, true),
                    new PrintWriter(err, true),
                    false,
                    Map.of(),
                    new Environment(InstantSource.system(), new Random(1)),
                    System::nanoTime,
                    connector);
            return Cli.run(environment, arguments);
        }
    }

    private int verify(AuditLog log) {
        return run(
                log,
                "audit",
                "verify",
                "--service",
                "task",
                "--checkpoints",
                folder.resolve("checkpoints").toString());
    }

    @Test
    void aLogThatGrowsIsVerifiedAndRemembered() {
        assertThat(verify(act(5))).isZero();
        assertThat(out.toString()).startsWith("task: 5 acts, as they were signed (none was remembered");
        assertThat(verify(act(3))).isZero();
        assertThat(out.toString()).startsWith("task: 8 acts, as they were signed (the remembered ones among them: 5)");
    }

    @Test
    void anActThatWasChangedIsExitCodeFourteen() {
        AuditLog log = act(20);
        store.database().change(handle -> handle.execute("UPDATE audit_leaf SET leaf = x'0102' WHERE seq = 3"));
        assertThat(verify(log)).isEqualTo(14);
        assertThat(out.toString()).contains("task: the first 20 leaves are not those that were signed");
    }

    /** The key and the store are the forger's; the folder of checkpoints is not. */
    @Test
    void aLogThatWasWrittenAnewIsExitCodeFourteen() {
        assertThat(verify(act(5))).isZero();
        store.database().change(handle -> {
            for (String table : new String[] {"audit_leaf", "audit_node", "audit_checkpoint"}) {
                handle.execute("DELETE FROM " + table);
            }
            handle.execute("UPDATE audit_tree SET size = 0");
        });
        assertThat(verify(act(2))).isEqualTo(14);
        assertThat(out.toString()).contains("it has 2 leaves, and had 5");
        assertThat(verify(act(9))).isEqualTo(14);
        assertThat(out.toString()).contains("the log was forked");
    }

    @Test
    void theLastActsAreShown() {
        assertThat(run(act(30), "audit", "show", "--service", "task", "--last", "2"))
                .isZero();
        assertThat(out.toString().lines().toList())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("task 29  2026-11-27T12:00:00Z  site.put")
                .endsWith("operator/anna  site/s-29");
    }

    @Test
    void aServiceThatHasSignedNothingIsNotVerified() {
        assertThat(verify(act(0))).isEqualTo(10);
        assertThat(err.toString()).contains("CHECKPOINT_MISSING");
    }
}
