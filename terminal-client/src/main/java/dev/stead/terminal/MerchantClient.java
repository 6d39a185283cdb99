package dev.stead.terminal;

import dev.stead.payment.v1.Account;
import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.GetAccountRequest;
import dev.stead.task.v1.CancelOrderRequest;
import dev.stead.task.v1.GetOrderRequest;
import dev.stead.task.v1.Order;
import dev.stead.task.v1.OrderServiceGrpc;
import dev.stead.task.v1.RegisterOrderRequest;
import java.time.Duration;

/** A merchant's till. Every call has a deadline and every failure is a {@link SteadException}. Safe for many threads. */
public final class MerchantClient {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final String TASKS = "task service";

    private final ServiceChannels services;
    private final RequestIdSource ids;

    private MerchantClient(ServiceChannels services, RequestIdSource ids) {
        this.services = services;
        this.ids = ids;
    }

    /** A merchant; the channels carry their certificate. */
    public static MerchantClient of(ServiceChannels services, RequestIdSource ids) {
        return new MerchantClient(services, ids);
    }

    /** Makes an order known, so that it can be paid or collected. */
    public Order registerOrder(Order order, boolean alreadyPaid) {
        RegisterOrderRequest request = RegisterOrderRequest.newBuilder()
                .setRequestId(ids.requestId().toString())
                .setOrder(order)
                .setAlreadyPaid(alreadyPaid)
                .build();
        return ServiceCalls.call(TASKS, () -> orders().registerOrder(request)).getOrder();
    }

    /** One order. */
    public Order order(String orderId) {
        GetOrderRequest request =
                GetOrderRequest.newBuilder().setOrderId(orderId).build();
        return ServiceCalls.call(TASKS, () -> orders().getOrder(request)).getOrder();
    }

    /** Cancels an order. */
    public Order cancelOrder(String orderId) {
        CancelOrderRequest request = CancelOrderRequest.newBuilder()
                .setRequestId(ids.requestId().toString())
                .setOrderId(orderId)
                .build();
        return ServiceCalls.call(TASKS, () -> orders().cancelOrder(request)).getOrder();
    }

    /** The merchant's own account. */
    public Account account(String accountId) {
        GetAccountRequest request =
                GetAccountRequest.newBuilder().setAccountId(accountId).build();
        var stub = AccountServiceGrpc.newBlockingV2Stub(services.payment());
        return ServiceCalls.call("payment adapter", () -> ServiceCalls.within(DEADLINE, stub).getAccount(request))
                .getAccount();
    }

    private OrderServiceGrpc.OrderServiceBlockingV2Stub orders() {
        return ServiceCalls.within(DEADLINE, OrderServiceGrpc.newBlockingV2Stub(services.tasks()));
    }
}
