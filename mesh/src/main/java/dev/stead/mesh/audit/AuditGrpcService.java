package dev.stead.mesh.audit;

import static dev.stead.mesh.security.Role.MATCHER;
import static dev.stead.mesh.security.Role.OPERATOR;
import static dev.stead.mesh.security.Role.PAYMENT;
import static dev.stead.mesh.security.Role.TASK;

import com.google.protobuf.ByteString;
import dev.stead.audit.v1.AuditServiceGrpc;
import dev.stead.audit.v1.Checkpoint;
import dev.stead.audit.v1.GetCheckpointRequest;
import dev.stead.audit.v1.GetCheckpointResponse;
import dev.stead.audit.v1.GetConsistencyProofRequest;
import dev.stead.audit.v1.GetConsistencyProofResponse;
import dev.stead.audit.v1.GetInclusionProofRequest;
import dev.stead.audit.v1.GetInclusionProofResponse;
import dev.stead.audit.v1.ListLeavesRequest;
import dev.stead.audit.v1.ListLeavesResponse;
import dev.stead.mesh.Problem;
import dev.stead.mesh.Unary;
import dev.stead.mesh.security.Access;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** A service's audit log over gRPC, for operators and for the other services. Blocks, so it runs on virtual threads. */
public final class AuditGrpcService extends AuditServiceGrpc.AuditServiceImplBase {
    private static final int MAX_PAGE = 1_000;

    private final AuditLog log;

    public AuditGrpcService(AuditLog log) {
        this.log = log;
    }

    /** Adds the rows of this service. The leaves are for operators: they say who did what, and no service needs to know. */
    public static Access.Builder allow(Access.Builder table) {
        return table.allow(AuditServiceGrpc.getGetCheckpointMethod(), OPERATOR, MATCHER, TASK, PAYMENT)
                .allow(AuditServiceGrpc.getGetInclusionProofMethod(), OPERATOR, MATCHER, TASK, PAYMENT)
                .allow(AuditServiceGrpc.getGetConsistencyProofMethod(), OPERATOR, MATCHER, TASK, PAYMENT)
                .allow(AuditServiceGrpc.getListLeavesMethod(), OPERATOR);
    }

    @Override
    public void getCheckpoint(GetCheckpointRequest request, StreamObserver<GetCheckpointResponse> out) {
        Unary.answer(out, () -> {
            CheckpointVerifier verifier = log.verifier().orElseThrow(AuditGrpcService::missing);
            String note = log.latestCheckpoint().orElseThrow(AuditGrpcService::missing);
            long known = request.getKnownSize();
            long size = verifier.open(note).size();
            List<MerkleHash> proof = known < 1 || known > size ? List.of() : log.consistencyProof(known, size);
            return GetCheckpointResponse.newBuilder()
                    .setCheckpoint(Checkpoint.newBuilder().setNote(note).setVerifierKey(verifier.text()))
                    .addAllConsistencyProof(bytes(proof))
                    .build();
        });
    }

    @Override
    public void getInclusionProof(GetInclusionProofRequest request, StreamObserver<GetInclusionProofResponse> out) {
        Unary.answer(out, () -> {
            long index = request.getLeafIndex();
            requireSizes(index + 1, request.getTreeSize());
            return GetInclusionProofResponse.newBuilder()
                    .addAllInclusionProof(bytes(log.inclusionProof(index, request.getTreeSize())))
                    .build();
        });
    }

    @Override
    public void getConsistencyProof(
            GetConsistencyProofRequest request, StreamObserver<GetConsistencyProofResponse> out) {
        Unary.answer(out, () -> {
            requireSizes(request.getFirstSize(), request.getSecondSize());
            return GetConsistencyProofResponse.newBuilder()
                    .addAllConsistencyProof(
                            bytes(log.consistencyProof(request.getFirstSize(), request.getSecondSize())))
                    .build();
        });
    }

    @Override
    public void listLeaves(ListLeavesRequest request, StreamObserver<ListLeavesResponse> out) {
        Unary.answer(out, () -> {
            int asked = request.getPageSize();
            int limit = asked < 1 || asked > MAX_PAGE ? MAX_PAGE : asked;
            var response = ListLeavesResponse.newBuilder();
            log.leaves(Math.max(0, request.getFirstIndex()), limit)
                    .forEach(leaf -> response.addLeaves(ByteString.copyFrom(leaf)));
            return response.build();
        });
    }

    private void requireSizes(long smaller, long larger) {
        long size = log.size();
        if (smaller < 1 || smaller > larger || larger > size) {
            throw Problem.of(
                            Status.Code.OUT_OF_RANGE,
                            "TREE_SIZE_INVALID",
                            "The log has " + size + " leaves: ask for trees of up to so many, the smaller one first.")
                    .with("size", Long.toString(size))
                    .asException();
        }
    }

    private static RuntimeException missing() {
        return Problem.of(
                        Status.Code.FAILED_PRECONDITION,
                        "CHECKPOINT_MISSING",
                        "The service has signed no checkpoint of its audit log yet: try again in a minute, and give it"
                                + " a key (" + AuditConfig.KEY_SETTING + ") if it has none.")
                .asException();
    }

    private static List<ByteString> bytes(List<MerkleHash> hashes) {
        return hashes.stream().map(hash -> ByteString.copyFrom(hash.bytes())).toList();
    }
}
