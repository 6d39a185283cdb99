package dev.stead.mesh.audit;

import dev.stead.audit.v1.AuditServiceGrpc;
import dev.stead.audit.v1.GetCheckpointRequest;
import dev.stead.audit.v1.GetCheckpointResponse;
import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.time.PeriodicTask;
import io.grpc.Channel;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers the checkpoints of other services, so that nobody who holds one service's store and key can rewrite its log unnoticed. Each
 * minute it asks for the latest checkpoint and for the proof that the log only grew since the one that it remembers. A log that did not
 * is an error in this service's log and a metric, and stays one: what was remembered is not replaced.
 *
 * <p>A peer's key is believed at the first look, from whom its certificate shows to be the peer, and remembered. Thread-safe.
 */
public final class AuditPeers {
    private static final Logger LOG = LoggerFactory.getLogger(AuditPeers.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Database database;
    private final Set<String> contradictions = ConcurrentHashMap.newKeySet();

    AuditPeers(Database database) {
        this.database = database;
    }

    /** Starts to watch the peers, each by the channel of its name; the lifecycle owns what that takes. */
    public static void start(
            Map<String, ChannelConfig> peers, Database database, MeterRegistry registry, Lifecycle lifecycle) {
        var self = new AuditPeers(database);
        Gauge.builder("stead_audit_contradictions", self.contradictions::size)
                .description("Services whose audit logs contradict the checkpoints that are remembered of them")
                .register(registry);
        peers.forEach((peer, config) -> {
            ManagedChannel channel = Channels.open(config);
            lifecycle.own(channel::shutdownNow);
            var task = lifecycle.own(new PeriodicTask(
                    "audit-peer-" + peer,
                    failure -> LOG.error("the audit log of {} was not looked at", peer, failure)));
            var _ = task.startWithFixedDelay(Duration.ofSeconds(1), INTERVAL, () -> self.tryToLook(peer, channel));
        });
    }

    private void tryToLook(String peer, Channel channel) {
        try {
            look(peer, channel);
            contradictions.remove(peer);
        } catch (CheckpointException wrong) {
            contradictions.add(peer);
            LOG.error("the audit log of {} contradicts what it signed before: {}", peer, wrong.getMessage());
        } catch (StatusRuntimeException unanswered) {
            // It is starting, or has nothing to sign yet.
            LOG.debug(
                    "the audit log of {} gave no checkpoint: {}",
                    peer,
                    unanswered.getStatus().getCode());
        }
    }

    /** @throws CheckpointException if the peer's log contradicts what is remembered of it */
    void look(String peer, Channel channel) {
        Optional<StoredCheckpoint> before = find(peer);
        GetCheckpointResponse answer = AuditServiceGrpc.newBlockingStub(channel)
                .getCheckpoint(GetCheckpointRequest.newBuilder()
                        .setKnownSize(before.map(StoredCheckpoint::size).orElse(0L))
                        .build());
        String note = answer.getCheckpoint().getNote();
        CheckpointVerifier verifier =
                CheckpointVerifier.parse(answer.getCheckpoint().getVerifierKey());
        long size = before.isPresent()
                ? before.get().requireContinuedBy(verifier, note, MerkleProofs.of(answer.getConsistencyProofList()))
                : verifier.open(note).size();
        if (!verifier.origin().equals("stead/" + peer)) {
            throw new CheckpointException("it is the log of " + verifier.origin());
        }
        database.change(handle -> handle.createUpdate("""
                        INSERT INTO audit_peer (peer, verifier_key, size, note) VALUES (:peer, :key, :size, :note)
                        ON CONFLICT (peer) DO UPDATE SET size = excluded.size, note = excluded.note
                        WHERE audit_peer.size < excluded.size
                        """)
                .bind("peer", peer)
                .bind("key", verifier.text())
                .bind("size", size)
                .bind("note", note)
                .execute());
    }

    private Optional<StoredCheckpoint> find(String peer) {
        return database.read(handle -> handle.createQuery(
                        "SELECT verifier_key, note FROM audit_peer WHERE peer = :peer")
                .bind("peer", peer)
                .map((row, context) ->
                        new StoredCheckpoint(CheckpointVerifier.parse(row.getString(1)), row.getString(2)))
                .findOne());
    }
}
