package dev.stead.terminal;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.stead.audit.v1.AuditServiceGrpc;
import dev.stead.audit.v1.GetCheckpointRequest;
import dev.stead.audit.v1.GetCheckpointResponse;
import dev.stead.audit.v1.Leaf;
import dev.stead.audit.v1.ListLeavesRequest;
import dev.stead.mesh.audit.CheckpointException;
import dev.stead.mesh.audit.CheckpointVerifier;
import dev.stead.mesh.audit.MerkleProofs;
import dev.stead.mesh.audit.MerkleProofs.TreeHead;
import dev.stead.mesh.audit.RecomputedLog;
import dev.stead.mesh.audit.StoredCheckpoint;
import io.grpc.Channel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Reads and verifies the audit log of one service, with an operator's certificate. Believes nothing that it can compute. Thread-safe. */
public final class AuditClient {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int PAGE = 1_000;

    private final String service;
    private final Channel channel;

    /** @param channel to the service, with the operator's certificate; the caller owns it */
    public AuditClient(String service, Channel channel) {
        this.service = service;
        this.channel = channel;
    }

    /**
     * What a verification found.
     *
     * @param latest the checkpoint to remember; empty if it cannot be trusted
     * @param acts how many leaves the log has
     * @param findings what is wrong, for people; empty if the log is as it was signed
     */
    public record Verification(Optional<StoredCheckpoint> latest, long acts, List<String> findings) {
        public Verification {
            findings = List.copyOf(findings);
        }
    }

    /**
     * Computes the whole tree again from its leaves, and compares it with the latest checkpoint and with one that was remembered.
     *
     * @throws SteadException if the service has no checkpoint, or does not answer
     */
    public Verification verify(Optional<StoredCheckpoint> remembered) {
        GetCheckpointResponse answer =
                checkpoint(remembered.map(one -> one.tree().size()).orElse(0L));
        List<String> findings = new ArrayList<>();
        List<TreeHead> signed = new ArrayList<>();
        remembered.map(StoredCheckpoint::tree).ifPresent(signed::add);
        Optional<StoredCheckpoint> latest = Optional.empty();
        try {
            var stored = new StoredCheckpoint(
                    CheckpointVerifier.parse(answer.getCheckpoint().getVerifierKey()),
                    answer.getCheckpoint().getNote());
            signed.add(stored.tree());
            if (remembered.isPresent()) {
                var _ = remembered
                        .get()
                        .requireContinuedBy(
                                stored.verifier(), stored.note(), MerkleProofs.of(answer.getConsistencyProofList()));
            }
            latest = Optional.of(stored);
        } catch (CheckpointException wrong) {
            findings.add("the latest checkpoint contradicts the log: " + wrong.getMessage());
        }
        var recomputed = new RecomputedLog(signed);
        forEach(0, (_, leaf) -> recomputed.leaf(leaf));
        findings.addAll(recomputed.findings());
        return new Verification(latest, recomputed.size(), findings);
    }

    /** Passes on each leaf from a position on, as it is hashed, in order. */
    public void forEach(long first, BiConsumer<Long, byte[]> each) {
        long position = first;
        List<ByteString> page;
        do {
            page = leaves(position);
            for (ByteString leaf : page) {
                each.accept(position++, leaf.toByteArray());
            }
        } while (page.size() == PAGE);
    }

    /** How many leaves the latest checkpoint covers. */
    public long signedSize() {
        GetCheckpointResponse answer = checkpoint(0);
        return new StoredCheckpoint(
                        CheckpointVerifier.parse(answer.getCheckpoint().getVerifierKey()),
                        answer.getCheckpoint().getNote())
                .tree()
                .size();
    }

    /** @throws CheckpointException if the bytes are no leaf */
    public static Leaf parse(byte[] leaf) {
        try {
            return Leaf.parseFrom(leaf);
        } catch (InvalidProtocolBufferException e) {
            throw new CheckpointException("a leaf cannot be read");
        }
    }

    private GetCheckpointResponse checkpoint(long knownSize) {
        var request = GetCheckpointRequest.newBuilder().setKnownSize(knownSize).build();
        return ServiceCalls.call(service, () -> stub().getCheckpoint(request));
    }

    private List<ByteString> leaves(long first) {
        var request = ListLeavesRequest.newBuilder()
                .setFirstIndex(first)
                .setPageSize(PAGE)
                .build();
        return ServiceCalls.call(service, () -> stub().listLeaves(request)).getLeavesList();
    }

    private AuditServiceGrpc.AuditServiceBlockingV2Stub stub() {
        return ServiceCalls.within(DEADLINE, AuditServiceGrpc.newBlockingV2Stub(channel));
    }
}
