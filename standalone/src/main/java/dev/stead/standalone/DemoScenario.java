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
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Currency;

/** The data of the demo: a shop with a terminal, another terminal 2 km away, orders, and the mandates for them. */
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

    /** With as many decimals as the currency has. */
    static String format(Money money) {
        int digits = Math.max(Currency.getInstance(money.getCurrencyCode()).getDefaultFractionDigits(), 0);
        return BigDecimal.valueOf(money.getMinorUnits(), digits).toPlainString() + " " + money.getCurrencyCode();
    }

    /** The name of a state, without the prefix that protobuf's style demands. */
    static String format(ProtocolMessageEnum state) {
        return state.getValueDescriptor().getName().replaceFirst("^STATE_", "");
    }

    /** Opens accounts for the delegate, with this deposit, and for the shop. */
    void openAccounts(long delegateCents) {
        operator.openAccount(DELEGATE, Owner.newBuilder().setSubjectId(DELEGATE).build(), "EUR");
        operator.openAccount(SHOP, Owner.newBuilder().setMerchantId(SHOP).build(), "EUR");
        operator.deposit(DELEGATE, euros(delegateCents));
    }

    /** Registers the shop and its two terminals, with their capture devices. */
    void registerShop(Home home) {
        operator.putMerchant(Merchant.newBuilder()
                .setMerchantId(SHOP)
                .setDisplayName("Boulangerie du Pont")
                .build());
        operator.putTerminal(terminal(TERMINAL, SHOP_DOOR));
        operator.putTerminal(terminal(FAR_TERMINAL, TWO_KM_NORTH));
        operator.putCaptureDevice(home.device(TERMINAL));
        operator.putCaptureDevice(home.device(FAR_TERMINAL));
    }

    void registerOrder(String orderId, String description, long cents) {
        shop.registerOrder(order(orderId, description, cents).build(), false);
    }

    void registerParcel(String orderId, String description, CollectionPoint point) {
        shop.registerOrder(
                order(orderId, description, 3900).setCollectionPoint(point).build(), true);
    }

    /** Ben may pay this order within 150 m of the shop, in the next two hours, up to a limit. */
    TaskProposal toPay(String orderId, long limitCents, String note) {
        return proposal(orderId, mandate(TaskKind.TASK_KIND_PAYMENT, note).setAmountLimit(euros(limitCents)));
    }

    /** Ben may collect this order within 150 m of the shop, in the next two hours. */
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

    private static Terminal terminal(String terminalId, LatLng location) {
        return Terminal.newBuilder()
                .setTerminalId(terminalId)
                .setMerchantId(SHOP)
                .setLocation(location)
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
