package dev.stead.standalone;

import com.google.protobuf.ProtocolMessageEnum;
import com.google.protobuf.Timestamp;
import dev.stead.payment.v1.Owner;
import dev.stead.task.v1.CollectionPoint;
import dev.stead.task.v1.Mandate;
import dev.stead.task.v1.Merchant;
import dev.stead.task.v1.Order;
import dev.stead.task.v1.TaskKind;
import dev.stead.task.v1.Terminal;
import dev.stead.terminal.MerchantClient;
import dev.stead.terminal.OperatorClient;
import dev.stead.terminal.TaskProposal;
import dev.stead.type.v1.AbsoluteWindow;
import dev.stead.type.v1.Circle;
import dev.stead.type.v1.LatLng;
import dev.stead.type.v1.Money;
import dev.stead.type.v1.Place;
import dev.stead.type.v1.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Where the demo plays: a shop with a terminal, another terminal 2 km away, and the orders. */
final class DemoScenario {
    static final String DELEGATOR = "ada";
    static final String DELEGATE = "ben";
    static final String SHOP = "bakery";
    static final String TERMINAL = "till-1";
    static final String FAR_TERMINAL = "till-far";
    static final Duration WINDOW = Duration.ofHours(2);

    private static final LatLng SHOP_DOOR =
            LatLng.newBuilder().setLatitude(48.8566).setLongitude(2.3522).build();
    private static final LatLng TWO_KM_NORTH =
            LatLng.newBuilder().setLatitude(48.8746).setLongitude(2.3522).build();
    private static final double FENCE_METERS = 150;

    private final InstantSource clock;
    private final OperatorClient operator;
    private final MerchantClient shop;

    DemoScenario(InstantSource clock, OperatorClient operator, MerchantClient shop) {
        this.clock = clock;
        this.operator = operator;
        this.shop = shop;
    }

    static Money euros(long cents) {
        return Money.newBuilder().setCurrencyCode("EUR").setMinorUnits(cents).build();
    }

    static String shown(Money money) {
        return "%d.%02d %s"
                .formatted(money.getMinorUnits() / 100, money.getMinorUnits() % 100, money.getCurrencyCode());
    }

    /** A state as a person reads it: without the prefix that protobuf wants. */
    static String shown(ProtocolMessageEnum state) {
        return state.getValueDescriptor().getName().replaceFirst("^STATE_", "");
    }

    /** Accounts of the delegate and the shop. */
    void openAccounts(long delegateCents) {
        operator.openAccount(DELEGATE, Owner.newBuilder().setSubjectId(DELEGATE).build(), "EUR");
        operator.openAccount(SHOP, Owner.newBuilder().setMerchantId(SHOP).build(), "EUR");
        operator.deposit(DELEGATE, euros(delegateCents));
    }

    /** The shop and its two terminals. */
    void registerShop() {
        operator.putMerchant(Merchant.newBuilder()
                .setMerchantId(SHOP)
                .setDisplayName("Boulangerie du Pont")
                .build());
        operator.putTerminal(terminal(TERMINAL, SHOP_DOOR));
        operator.putTerminal(terminal(FAR_TERMINAL, TWO_KM_NORTH));
    }

    void registerOrder(String orderId, String description, long cents) {
        shop.registerOrder(order(orderId, description, cents).build(), false);
    }

    void registerParcel(String orderId, String description, CollectionPoint where) {
        shop.registerOrder(
                order(orderId, description, 3900).setCollectionPoint(where).build(), true);
    }

    /** May pay this order within 150 m of the shop's door, during the next two hours, up to a limit. */
    TaskProposal toPay(String orderId, long limitCents, String note) {
        return proposal(orderId, mandate(TaskKind.TASK_KIND_PAYMENT, note).setAmountLimit(euros(limitCents)));
    }

    /** May collect this order within 150 m of the shop's door, during the next two hours. */
    TaskProposal toCollect(String orderId, String note) {
        return proposal(orderId, mandate(TaskKind.TASK_KIND_COLLECTION, note));
    }

    private TaskProposal proposal(String orderId, Mandate.Builder mandate) {
        return new TaskProposal(DELEGATE, SHOP, orderId, mandate.build());
    }

    private Mandate.Builder mandate(TaskKind kind, String note) {
        Instant now = clock.instant();
        var window = AbsoluteWindow.newBuilder()
                .setStartTime(timestamp(now.minus(Duration.ofMinutes(1))))
                .setEndTime(timestamp(now.plus(WINDOW)));
        return Mandate.newBuilder()
                .setKind(kind)
                .setNote(note)
                .setWindow(TimeWindow.newBuilder().setAbsolute(window))
                .addPlaces(Place.newBuilder()
                        .setCircle(Circle.newBuilder().setCenter(SHOP_DOOR).setRadiusMeters(FENCE_METERS)));
    }

    private Order.Builder order(String orderId, String description, long cents) {
        return Order.newBuilder()
                .setOrderId(orderId)
                .setDescription(description)
                .setAmount(euros(cents))
                .setOrderTime(timestamp(clock.instant()));
    }

    private static Terminal terminal(String terminalId, LatLng where) {
        return Terminal.newBuilder()
                .setTerminalId(terminalId)
                .setMerchantId(SHOP)
                .setLocation(where)
                .setState(Terminal.State.STATE_ACTIVE)
                .build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
