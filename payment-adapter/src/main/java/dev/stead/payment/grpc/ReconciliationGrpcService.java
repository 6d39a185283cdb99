package dev.stead.payment.grpc;

import dev.stead.payment.application.PaymentUseCases;
import dev.stead.payment.application.Reconciliation;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.reconciliation.Break;
import dev.stead.payment.v1.Break.Kind;
import dev.stead.payment.v1.BreakCount;
import dev.stead.payment.v1.ReconcileRequest;
import dev.stead.payment.v1.ReconcileResponse;
import dev.stead.payment.v1.ReconciliationServiceGrpc;
import dev.stead.payment.v1.ReconciliationSummary;
import io.grpc.stub.StreamObserver;
import java.util.List;

/** Reconciliation over gRPC. Blocks, so it runs on virtual threads. */
public final class ReconciliationGrpcService extends ReconciliationServiceGrpc.ReconciliationServiceImplBase {
    private static final int BREAKS_PER_MESSAGE = 100;

    private final PaymentUseCases useCases;

    public ReconciliationGrpcService(PaymentUseCases useCases) {
        this.useCases = useCases;
    }

    @Override
    public void reconcile(ReconcileRequest request, StreamObserver<ReconcileResponse> out) {
        Reconciliation.Report report = useCases.reconciliation().compare(Requests.period(request));
        List<Break> breaks = report.breaks();
        for (int i = 0; i < breaks.size(); i += BREAKS_PER_MESSAGE) {
            List<Break> some = breaks.subList(i, Math.min(breaks.size(), i + BREAKS_PER_MESSAGE));
            out.onNext(ReconcileResponse.newBuilder()
                    .addAllBreaks(
                            some.stream().map(ReconciliationGrpcService::line).toList())
                    .build());
        }
        out.onNext(ReconcileResponse.newBuilder().setSummary(summary(report)).build());
        out.onCompleted();
    }

    private static dev.stead.payment.v1.Break line(Break found) {
        return dev.stead.payment.v1.Break.newBuilder()
                .setKind(kind(found.kind()))
                .setKey(found.key())
                .setSettlementId(found.settlement().map(SettlementId::value).orElse(""))
                .setHere(found.here())
                .setThere(found.there())
                .build();
    }

    private static ReconciliationSummary summary(Reconciliation.Report report) {
        var summary = ReconciliationSummary.newBuilder()
                .setSettlementCount(report.settlements())
                .setOpenCount(report.open())
                .setRefundCount(report.refunds())
                .setMovementCount(report.movements())
                .setBreakCount(report.total());
        for (Break.Kind kind : Break.Kind.values()) {
            Long count = report.counts().get(kind);
            if (count != null) {
                summary.addBreaksByKind(
                        BreakCount.newBuilder().setKind(kind(kind)).setCount(count));
            }
        }
        return summary.build();
    }

    private static Kind kind(Break.Kind kind) {
        return switch (kind) {
            case MISSING_AT_PROVIDER -> Kind.KIND_MISSING_AT_PROVIDER;
            case MISSING_HERE -> Kind.KIND_MISSING_HERE;
            case AMOUNT -> Kind.KIND_AMOUNT;
            case CURRENCY -> Kind.KIND_CURRENCY;
            case STATE -> Kind.KIND_STATE;
            case DUPLICATE -> Kind.KIND_DUPLICATE;
            case LATE -> Kind.KIND_LATE;
        };
    }
}
