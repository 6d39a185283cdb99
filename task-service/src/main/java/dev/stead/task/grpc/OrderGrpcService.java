package dev.stead.task.grpc;

import dev.stead.mesh.Unary;
import dev.stead.task.application.TaskUseCases;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.contract.ProtoFields;
import dev.stead.task.domain.OrderId;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.order.OrderKey;
import dev.stead.task.v1.CancelOrderRequest;
import dev.stead.task.v1.CancelOrderResponse;
import dev.stead.task.v1.GetOrderRequest;
import dev.stead.task.v1.GetOrderResponse;
import dev.stead.task.v1.OrderServiceGrpc;
import dev.stead.task.v1.RegisterOrderRequest;
import dev.stead.task.v1.RegisterOrderResponse;
import io.grpc.stub.StreamObserver;

/** The merchants' calls. The merchant is named by the caller's certificate. Thread-safe. */
public final class OrderGrpcService extends OrderServiceGrpc.OrderServiceImplBase {
    private final TaskUseCases useCases;
    private final IdempotentCalls calls;

    public OrderGrpcService(TaskUseCases useCases) {
        this.useCases = useCases;
        this.calls = new IdempotentCalls(useCases.idempotentExecutor());
    }

    @Override
    public void registerOrder(RegisterOrderRequest request, StreamObserver<RegisterOrderResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            ProtoFields.require(request.hasOrder(), "order");
            Order order = OrderProto.read(Callers.merchant(), request.getOrder(), request.getAlreadyPaid());
            return calls.run(
                    identity,
                    RegisterOrderResponse.parser(),
                    repositories -> RegisterOrderResponse.newBuilder()
                            .setOrder(write(repositories, useCases.orders().register(repositories, order)))
                            .build());
        });
    }

    @Override
    public void getOrder(GetOrderRequest request, StreamObserver<GetOrderResponse> out) {
        Unary.answer(out, () -> {
            var key = new OrderKey(Callers.merchant(), new OrderId(request.getOrderId()));
            return useCases.unitOfWork()
                    .read(repositories -> GetOrderResponse.newBuilder()
                            .setOrder(write(repositories, useCases.orders().get(repositories, key)))
                            .build());
        });
    }

    @Override
    public void cancelOrder(CancelOrderRequest request, StreamObserver<CancelOrderResponse> out) {
        Unary.answer(out, () -> {
            var identity = IdempotentCalls.identity(request.getRequestId(), request);
            var key = new OrderKey(Callers.merchant(), new OrderId(request.getOrderId()));
            return calls.run(
                    identity,
                    CancelOrderResponse.parser(),
                    repositories -> CancelOrderResponse.newBuilder()
                            .setOrder(write(repositories, useCases.orders().cancel(repositories, key)))
                            .build());
        });
    }

    private static dev.stead.task.v1.Order write(Repositories repositories, Order order) {
        String name = repositories
                .registry()
                .merchant(order.key().merchantId())
                .orElseThrow()
                .displayName();
        return OrderProto.write(order, name);
    }
}
