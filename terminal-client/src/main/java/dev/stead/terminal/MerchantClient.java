package dev.stead.terminal;

import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.payment.v1.Account;
import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.GetAccountRequest;
import dev.stead.task.v1.CancelOrderRequest;
import dev.stead.task.v1.GetOrderRequest;
import dev.stead.task.v1.Order;
import dev.stead.task.v1.OrderServiceGrpc;
import dev.stead.task.v1.RegisterOrderRequest;
import java.time.Duration;
import java.util.UUID;

/**
 * The calls of a merchant's own system: orders and the merchant's account.
 *
 * <p>Calls have the deadlines, repeats and failures of {@link PhoneClient}'s. Thread-safe. Owns nothing; the channels belong to the caller.
 */
public final class MerchantClient {
    private static final Duration DEADLINE = Duration.ofSeconds(5);
    private static final String TASKS = "task service";

    private final ServiceChannels channels;
    private final IdGenerator ids;
    private final RequestSender sender;

    private MerchantClient(ServiceChannels channels, Environment environment) {
        this.channels = channels;
        this.ids = new IdGenerator(environment);
        this.sender = new RequestSender(environment.random());
    }

    /**
     * A client for one merchant. Connects at the first call.
     *
     * @param channels with the merchant's certificate
     * @param environment the clock and the random numbers; in production a {@link java.security.SecureRandom}
     */
    public static MerchantClient of(ServiceChannels channels, Environment environment) {
        return new MerchantClient(channels, environment);
    }

    /**
     * Registers an order, so that it can be paid or collected.
     *
     * @param alreadyPaid whether the order has been paid, so that it can only be collected
     */
    public Order registerOrder(Order order, boolean alreadyPaid) {
        return registerOrder(ids.nextUuid(), order, alreadyPaid);
    }

    /** As {@link #registerOrder(Order, boolean)}, with a request id of the caller's. */
    public Order registerOrder(UUID requestId, Order order, boolean alreadyPaid) {
        RegisterOrderRequest request = RegisterOrderRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setOrder(order)
                .setAlreadyPaid(alreadyPaid)
                .build();
        return sender.send(requestId, TASKS, orders(), stub -> stub.registerOrder(request))
                .getOrder();
    }

    public Order order(String orderId) {
        GetOrderRequest request =
                GetOrderRequest.newBuilder().setOrderId(orderId).build();
        return ServiceCalls.call(TASKS, () -> orders().getOrder(request)).getOrder();
    }

    /** Cancels an order, so that it can no longer be paid or collected. */
    public Order cancelOrder(String orderId) {
        return cancelOrder(ids.nextUuid(), orderId);
    }

    /** As {@link #cancelOrder(String)}, with a request id of the caller's. */
    public Order cancelOrder(UUID requestId, String orderId) {
        CancelOrderRequest request = CancelOrderRequest.newBuilder()
                .setRequestId(requestId.toString())
                .setOrderId(orderId)
                .build();
        return sender.send(requestId, TASKS, orders(), stub -> stub.cancelOrder(request))
                .getOrder();
    }

    /** An account of the merchant's, with its balance. */
    public Account account(String accountId) {
        GetAccountRequest request =
                GetAccountRequest.newBuilder().setAccountId(accountId).build();
        var stub = AccountServiceGrpc.newBlockingV2Stub(channels.payment());
        return ServiceCalls.call(
                        "payment adapter",
                        () -> ServiceCalls.within(DEADLINE, stub).getAccount(request))
                .getAccount();
    }

    private OrderServiceGrpc.OrderServiceBlockingV2Stub orders() {
        return ServiceCalls.within(DEADLINE, OrderServiceGrpc.newBlockingV2Stub(channels.tasks()));
    }
}
