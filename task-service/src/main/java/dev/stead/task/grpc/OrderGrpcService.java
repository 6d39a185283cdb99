package dev.stead.task.grpc;

import dev.stead.mesh.Unary;
import dev.stead.task.application.TaskUseCases;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.contract.ProtoFields;
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

/** The merchants' calls. The merchant is the caller's certificate. Thread-safe. */
public final class OrderGrpcService extends OrderServiceGrpc.OrderServiceImplBase {
    private final TaskUseCases useCases;
    private final IdempotentCalls mutations;

    public OrderGrpcService(TaskUseCases useCases) {
        this.useCases = useCases;
        this.mutations = new IdempotentCalls(useCases.once());
    }

    @Override
    public void registerOrder(RegisterOrderRequest request, StreamObserver<RegisterOrderResponse> out) {
        Unary.answer(out, () -> {
            var intention = IdempotentCalls.intention(request.getRequestId(), request);
            ProtoFields.require(request.hasOrder(), "order");
            Order order = OrderProto.read(Callers.merchant(), request.getOrder(), request.getAlreadyPaid());
            return mutations.run(
                    intention,
                    RegisterOrderResponse.parser(),
                    records -> RegisterOrderResponse.newBuilder()
                            .setOrder(write(records, useCases.orders().register(records, order)))
                            .build());
        });
    }

    @Override
    public void getOrder(GetOrderRequest request, StreamObserver<GetOrderResponse> out) {
        Unary.answer(out, () -> {
            var key = new OrderKey(Callers.merchant(), request.getOrderId());
            return useCases.store()
                    .read(records -> GetOrderResponse.newBuilder()
                            .setOrder(write(records, useCases.orders().get(records, key)))
                            .build());
        });
    }

    @Override
    public void cancelOrder(CancelOrderRequest request, StreamObserver<CancelOrderResponse> out) {
        Unary.answer(out, () -> {
            var intention = IdempotentCalls.intention(request.getRequestId(), request);
            var key = new OrderKey(Callers.merchant(), request.getOrderId());
            return mutations.run(
                    intention,
                    CancelOrderResponse.parser(),
                    records -> CancelOrderResponse.newBuilder()
                            .setOrder(write(records, useCases.orders().cancel(records, key)))
                            .build());
        });
    }

    private static dev.stead.task.v1.Order write(Repositories records, Order order) {
        String name = records.register()
                .merchant(order.key().merchantId())
                .orElseThrow()
                .displayName();
        return OrderProto.write(order, name);
    }
}
