package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.CancelOrderRequest;
import dev.stead.task.v1.CancelOrderResponse;
import dev.stead.task.v1.GetOrderRequest;
import dev.stead.task.v1.Order;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A merchant's own orders. */
class OrderTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private static CancelOrderRequest cancellation(String orderId) {
        return CancelOrderRequest.newBuilder()
                .setRequestId(TaskWorld.id())
                .setOrderId(orderId)
                .build();
    }

    private static GetOrderRequest named(String orderId) {
        return GetOrderRequest.newBuilder().setOrderId(orderId).build();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void cancellingIsAnsweredWithTheCancelledOrderAndARepeatWithTheSame(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.order("o-1", false);
            Order open = world.merchant("bakery").getOrder(named("o-1")).getOrder();
            CancelOrderRequest request = cancellation("o-1");

            CancelOrderResponse first = world.merchant("bakery").cancelOrder(request);

            assertThat(first.getOrder())
                    .isEqualTo(open.toBuilder()
                            .setState(Order.State.STATE_CANCELLED)
                            .build());
            assertThat(world.merchant("bakery").cancelOrder(request)).isEqualTo(first);
            assertThat(world.merchant("bakery").getOrder(named("o-1")).getOrder())
                    .isEqualTo(first.getOrder());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aMerchantHasNoOrderOfAnotherAndNoneThatItDidNotRegister(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.order("o-1", false);

            assertThat(reason(() -> world.merchant("bakery").getOrder(named("o-404"))))
                    .isEqualTo("ORDER_NOT_FOUND");
            assertThat(reason(() -> world.merchant("bakery").cancelOrder(cancellation("o-404"))))
                    .isEqualTo("ORDER_NOT_FOUND");
            assertThat(reason(() -> world.merchant("butcher").getOrder(named("o-1"))))
                    .isEqualTo("ORDER_NOT_FOUND");
            assertThat(reason(() -> world.merchant("butcher").cancelOrder(cancellation("o-1"))))
                    .isEqualTo("ORDER_NOT_FOUND");
        }
    }
}
