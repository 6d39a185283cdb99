package dev.stead.mesh.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.audit.v1.AuditServiceGrpc;
import dev.stead.audit.v1.GetConsistencyProofRequest;
import dev.stead.audit.v1.GetInclusionProofRequest;
import dev.stead.audit.v1.ListLeavesRequest;
import dev.stead.mesh.Problem;
import dev.stead.mesh.security.Access;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.mesh.testing.TestServer;
import io.grpc.Channel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One service's log as another one and an operator see it over gRPC. */
class AuditPeersTest {
    private static final String MIGRATIONS = "dev/stead/mesh/audit/migrations";
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));

    private final TestDatabase watched = TestDatabases.sqlite(MIGRATIONS);
    private final TestDatabase watcher = TestDatabases.sqlite(MIGRATIONS);
    private final AtomicReference<AuditLog> log = new AtomicReference<>();

    @TempDir
    private Path folder;

    private TestServer server;
    private Channel channel;

    @BeforeEach
    void serve() {
        log.set(start(watched.database(), "own"));
        Access table = AuditGrpcService.allow(Access.builder()).build();
        server = TestServer.start(List.of(), table, new AuditGrpcService(log.get()));
        channel = server.as(new Caller.Operator("anna"));
    }

    @AfterEach
    void stop() {
        server.close();
        log.get().close();
        watched.close();
        watcher.close();
    }

    private AuditLog start(Database database, String key) {
        return AuditLog.start(
                database,
                new AuditConfig(
                        "task",
                        Optional.of(AssertionKeys.open(folder.resolve(key)).privateKey()),
                        Map.of(),
                        Map.of()),
                CLOCK);
    }

    private void act(int count) {
        IntStream.range(0, count)
                .forEach(i -> watched.database()
                        .change(handle -> new ActRecorder(handle, new Actor("operator/anna", ""), CLOCK)
                                .record(Act.of("site.put").about("site", "s-" + i))));
        log.get().append();
        log.get().checkpoint();
    }

    private void look() {
        new AuditPeers(watcher.database()).look("task", server.as(new Caller.Service("payment")));
    }

    private long remembered() {
        return watcher.database()
                .read(handle -> handle.createQuery("SELECT size FROM audit_peer WHERE peer = 'task'")
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void aLogThatGrowsIsRememberedAsItGrows() {
        act(5);
        look();
        assertThat(remembered()).isEqualTo(5);
        look();
        act(8);
        look();
        assertThat(remembered()).isEqualTo(13);
    }

    @Test
    void aLogThatWasRewrittenContradictsAndIsNotRemembered() {
        act(5);
        look();
        watched.database().change(handle -> {
            for (String table : new String[] {"audit_leaf", "audit_node", "audit_checkpoint"}) {
                handle.execute("DELETE FROM " + table);
            }
            handle.execute("UPDATE audit_tree SET size = 0");
        });
        act(3);
        assertThatThrownBy(this::look)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("it has 3 leaves, and had 5");
        act(9);
        assertThatThrownBy(this::look)
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("the log was forked");
        assertThat(remembered()).isEqualTo(5);
    }

    @Test
    void anOperatorReadsLeavesAndProofs() {
        act(7);
        var stub = AuditServiceGrpc.newBlockingStub(channel);
        assertThat(stub.listLeaves(ListLeavesRequest.newBuilder()
                                .setFirstIndex(2)
                                .setPageSize(3)
                                .build())
                        .getLeavesCount())
                .isEqualTo(3);
        assertThat(stub.getInclusionProof(GetInclusionProofRequest.newBuilder()
                                .setLeafIndex(6)
                                .setTreeSize(7)
                                .build())
                        .getInclusionProofCount())
                .isEqualTo(2);
        assertThat(stub.getConsistencyProof(GetConsistencyProofRequest.newBuilder()
                                .setFirstSize(4)
                                .setSecondSize(7)
                                .build())
                        .getConsistencyProofCount())
                .isEqualTo(1);
        assertThatThrownBy(() -> stub.getInclusionProof(GetInclusionProofRequest.newBuilder()
                        .setLeafIndex(7)
                        .setTreeSize(7)
                        .build()))
                .satisfies(failure ->
                        assertThat(Problem.from(failure).orElseThrow().reason()).isEqualTo("TREE_SIZE_INVALID"));
    }

    @Test
    void noServiceReadsWhoDidWhat() {
        assertThatThrownBy(() -> AuditServiceGrpc.newBlockingStub(server.as(new Caller.Service("payment")))
                        .listLeaves(ListLeavesRequest.getDefaultInstance()))
                .satisfies(failure ->
                        assertThat(Problem.from(failure).orElseThrow().reason()).isEqualTo("ROLE_NOT_ALLOWED"));
    }

    @Test
    void aServiceThatHasSignedNothingSaysSo() {
        assertThatThrownBy(this::look)
                .satisfies(failure ->
                        assertThat(Problem.from(failure).orElseThrow().reason()).isEqualTo("CHECKPOINT_MISSING"));
    }
}
