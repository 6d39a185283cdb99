package dev.stead.task.grpc;

import dev.stead.mesh.Unary;
import dev.stead.mesh.security.Caller;
import dev.stead.task.application.ExportEvidence;
import dev.stead.task.application.TaskUseCases;
import dev.stead.task.contract.ProtoFields;
import dev.stead.task.domain.PersonId;
import dev.stead.task.v1.EvidenceServiceGrpc;
import dev.stead.task.v1.ExportEvidenceRequest;
import dev.stead.task.v1.ExportEvidenceResponse;
import dev.stead.task.v1.GetEvidenceKeysRequest;
import dev.stead.task.v1.GetEvidenceKeysResponse;
import io.grpc.stub.StreamObserver;
import java.util.Optional;

/** Evidence for a dispute. A person may export that of their own tasks, the operator that of any. Thread-safe. */
public final class EvidenceGrpcService extends EvidenceServiceGrpc.EvidenceServiceImplBase {
    private final TaskUseCases useCases;

    public EvidenceGrpcService(TaskUseCases useCases) {
        this.useCases = useCases;
    }

    @Override
    public void exportEvidence(ExportEvidenceRequest request, StreamObserver<ExportEvidenceResponse> out) {
        Unary.answer(out, () -> {
            String token = request.getPageToken();
            var page = new ExportEvidence.ExportRequest(
                    ProtoFields.taskId(request.getTaskId()),
                    token.isEmpty() ? 1 : PageTokens.entryFrom(token),
                    request.getKnownSize());
            ExportEvidence.Exported exported = useCases.exportEvidence().export(person(), page);
            var response = ExportEvidenceResponse.newBuilder().setEvidence(exported.evidence());
            exported.next().ifPresent(next -> response.setNextPageToken(PageTokens.fromEntry(next)));
            return response.build();
        });
    }

    @Override
    public void getEvidenceKeys(GetEvidenceKeysRequest request, StreamObserver<GetEvidenceKeysResponse> out) {
        Unary.answer(
                out,
                () -> GetEvidenceKeysResponse.newBuilder()
                        .setJwkSet(useCases.exportEvidence().publicKeys())
                        .build());
    }

    private static Optional<PersonId> person() {
        return switch (Caller.current()) {
            case Caller.Person(String subjectId) -> Optional.of(new PersonId(subjectId));
            case Caller.Operator _ -> Optional.empty();
            case Caller.Terminal _, Caller.Merchant _, Caller.Service _, Caller.Gateway _ -> throw Callers.notAllowed();
        };
    }
}
