package dev.stead.systemtests.rows;

import com.google.protobuf.Timestamp;
import dev.stead.mesh.security.DevelopmentIssuer;
import dev.stead.payment.v1.Owner;
import dev.stead.systemtests.till.Till;
import dev.stead.systemtests.till.TillAssertionSigner;
import dev.stead.task.v1.Mandate;
import dev.stead.task.v1.Merchant;
import dev.stead.task.v1.Order;
import dev.stead.task.v1.TaskKind;
import dev.stead.task.v1.Terminal;
import dev.stead.terminal.MerchantClient;
import dev.stead.terminal.OperatorClient;
import dev.stead.terminal.PhoneClient;
import dev.stead.terminal.SignedAssertion;
import dev.stead.terminal.TaskProposal;
import dev.stead.type.v1.AbsoluteWindow;
import dev.stead.type.v1.Circle;
import dev.stead.type.v1.LatLng;
import dev.stead.type.v1.Money;
import dev.stead.type.v1.Place;
import dev.stead.type.v1.TimeWindow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A shop, and for each till a delegator who asks a delegate to pay one order as often as the mandate allows. */
final class Shop {
    static final String MERCHANT = "shop";
    static final String CURRENCY = "EUR";
    static final long PRICE = 10;
    static final long FUNDS = 1_000_000_000;

    private static final String PHONE = "phone";
    private static final int MOST_USES = 1_000;
    private static final Duration TOKEN_LIFE = Duration.ofHours(12);
    private static final LatLng DOOR =
            LatLng.newBuilder().setLatitude(48.8566).setLongitude(2.3522).build();

    private final TestMesh mesh;
    private final TillAssertionSigner signer;
    private final DevelopmentIssuer issuer;
    private final OperatorClient operator;
    private final MerchantClient merchant;

    Shop(TestMesh mesh, TillAssertionSigner signer, DevelopmentIssuer issuer) {
        this.mesh = mesh;
        this.signer = signer;
        this.issuer = issuer;
        this.operator = OperatorClient.of(mesh.as("operator/soak"), mesh.environment());
        this.merchant = MerchantClient.of(mesh.as("merchant/" + MERCHANT), mesh.environment());
    }

    void open() {
        operator.putMerchant(Merchant.newBuilder()
                .setMerchantId(MERCHANT)
                .setDisplayName("Soak")
                .build());
        operator.openAccount(
                MERCHANT, Owner.newBuilder().setMerchantId(MERCHANT).build(), CURRENCY);
    }

    /** A delegate with money, a terminal, and accepted tasks enough for so many settlements. */
    Till.Plan plan(int number, int settlements) {
        String delegateId = "delegate-" + number;
        String terminalId = "till-" + number;
        operator.openAccount(
                delegateId, Owner.newBuilder().setSubjectId(delegateId).build(), CURRENCY);
        operator.deposit(delegateId, money(FUNDS));
        operator.putTerminal(Terminal.newBuilder()
                .setTerminalId(terminalId)
                .setMerchantId(MERCHANT)
                .setLocation(DOOR)
                .setState(Terminal.State.STATE_ACTIVE)
                .build());
        String delegatorId = "delegator-" + number;
        PhoneClient delegator = phone(delegatorId);
        delegator.setDisplayName("Ada");
        PhoneClient delegate = phone(delegateId);
        delegate.setDisplayName("Ben");
        delegator.addContact(delegateId);
        delegate.addContact(delegatorId);
        int uses = Math.min(settlements, MOST_USES);
        List<String> tasks = new ArrayList<>();
        for (int task = 0; task * uses < settlements; task++) {
            String orderId = "order-" + number + "-" + task;
            merchant.registerOrder(
                    Order.newBuilder()
                            .setOrderId(orderId)
                            .setDescription("Coffee")
                            .setAmount(money(PRICE))
                            .setOrderTime(timestamp(now()))
                            .build(),
                    false);
            String taskId = delegator
                    .propose(recognised(delegatorId), new TaskProposal(delegateId, MERCHANT, orderId, mandate(uses)))
                    .getTaskId();
            tasks.add(delegate.accept(recognised(delegateId), taskId).getTaskId());
        }
        return new Till.Plan(terminalId, delegateId, tasks, uses, number);
    }

    private Mandate mandate(int uses) {
        var window = AbsoluteWindow.newBuilder()
                .setStartTime(timestamp(now().minus(Duration.ofMinutes(1))))
                .setEndTime(timestamp(now().plus(Duration.ofHours(12))));
        return Mandate.newBuilder()
                .setKind(TaskKind.TASK_KIND_PAYMENT)
                .setAmountLimit(money(PRICE))
                .setMaxUses(uses)
                .setWindow(TimeWindow.newBuilder().setAbsolute(window))
                .addPlaces(Place.newBuilder()
                        .setCircle(Circle.newBuilder().setCenter(DOOR).setRadiusMeters(100)))
                .build();
    }

    private PhoneClient phone(String subjectId) {
        String token = issuer.token(subjectId, TOKEN_LIFE);
        return PhoneClient.of(mesh.as("gateway/phones"), "people", () -> token, mesh.environment());
    }

    private SignedAssertion recognised(String subjectId) {
        return new SignedAssertion(signer.sign(subjectId, PHONE), now().plusSeconds(60));
    }

    private Instant now() {
        return mesh.context().clock().instant();
    }

    static Money money(long minorUnits) {
        return Money.newBuilder()
                .setCurrencyCode(CURRENCY)
                .setMinorUnits(minorUnits)
                .build();
    }

    private static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
