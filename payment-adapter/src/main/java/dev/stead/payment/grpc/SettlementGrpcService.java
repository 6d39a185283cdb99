package dev.stead.payment.grpc;

import dev.stead.mesh.RequestIds;
import dev.stead.mesh.Unary;
import dev.stead.mesh.security.Caller;
import dev.stead.payment.application.PaymentUseCases;
import dev.stead.payment.application.SettlementFeed;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.settlement.Settlement;
import dev.stead.payment.v1.GetSettlementRequest;
import dev.stead.payment.v1.GetSettlementResponse;
import dev.stead.payment.v1.RefundRequest;
import dev.stead.payment.v1.RefundResponse;
import dev.stead.payment.v1.ResolveReviewRequest;
import dev.stead.payment.v1.ResolveReviewResponse;
import dev.stead.payment.v1.SettleRequest;
import dev.stead.payment.v1.SettleResponse;
import dev.stead.payment.v1.SettlementServiceGrpc;
import dev.stead.payment.v1.WatchSettlementRequest;
import dev.stead.payment.v1.WatchSettlementResponse;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Settlements over gRPC. Blocks, so it runs on virtual threads. */
public final class SettlementGrpcService extends SettlementServiceGrpc.SettlementServiceImplBase {
    private final PaymentUseCases useCases;

    public SettlementGrpcService(PaymentUseCases useCases) {
        this.useCases = useCases;
    }

    @Override
    public void settle(SettleRequest request, StreamObserver<SettleResponse> out) {
        Unary.answer(
                out,
                () -> SettleResponse.newBuilder()
                        .setSettlement(Replies.settlement(useCases.settlements().settle(Requests.settle(request))))
                        .build());
    }

    @Override
    public void getSettlement(GetSettlementRequest request, StreamObserver<GetSettlementResponse> out) {
        Unary.answer(
                out,
                () -> GetSettlementResponse.newBuilder()
                        .setSettlement(Replies.settlement(find(request)))
                        .build());
    }

    @Override
    public void watchSettlement(WatchSettlementRequest request, StreamObserver<WatchSettlementResponse> out) {
        var id = new SettlementId(request.getSettlementId());
        var stream = new SettlementStream((ServerCallStreamObserver<WatchSettlementResponse>) out);
        // Watches before it reads, so that no change between the two is missed.
        SettlementFeed.Watch watch = useCases.feed().watch(id, stream::offer);
        try {
            stream.start(watch);
            stream.offer(useCases.settlements().get(id));
        } catch (RuntimeException e) {
            watch.close();
            throw e;
        }
    }

    @Override
    public void refund(RefundRequest request, StreamObserver<RefundResponse> out) {
        Unary.answer(
                out,
                () -> RefundResponse.newBuilder()
                        .setSettlement(Replies.settlement(useCases.refunds().refund(Requests.refund(request))))
                        .build());
    }

    @Override
    public void resolveReview(ResolveReviewRequest request, StreamObserver<ResolveReviewResponse> out) {
        Unary.answer(
                out,
                () -> ResolveReviewResponse.newBuilder()
                        .setSettlement(Replies.settlement(useCases.reviews()
                                .resolve(Requests.review(request, PaymentAccess.operator(Caller.current())))))
                        .build());
    }

    private Settlement find(GetSettlementRequest request) {
        if (request.getSettlementId().isEmpty() == request.getRequestId().isEmpty()) {
            throw new PaymentException(
                    PaymentError.SETTLEMENT_ID_INVALID, "exactly one of settlement_id and request_id must be set");
        }
        return request.getRequestId().isEmpty()
                ? useCases.settlements().get(new SettlementId(request.getSettlementId()))
                : useCases.settlements().ofRequest(RequestIds.parse(request.getRequestId()));
    }
}
