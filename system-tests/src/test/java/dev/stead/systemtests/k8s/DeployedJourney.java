package dev.stead.systemtests.k8s;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Timestamps;
import dev.stead.mesh.capture.DeviceKey;
import dev.stead.mesh.security.DeviceKeyFile;
import dev.stead.mesh.time.Environment;
import dev.stead.payment.v1.Owner;
import dev.stead.task.v1.EligibleTask;
import dev.stead.task.v1.Mandate;
import dev.stead.task.v1.Merchant;
import dev.stead.task.v1.Order;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import dev.stead.task.v1.Terminal;
import dev.stead.terminal.Confirmation;
import dev.stead.terminal.Identification;
import dev.stead.terminal.MerchantClient;
import dev.stead.terminal.OperatorClient;
import dev.stead.terminal.PhoneClient;
import dev.stead.terminal.SignedAssertion;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.TaskProposal;
import dev.stead.terminal.TerminalConfig;
import dev.stead.terminal.sample.CapturedSample;
import dev.stead.terminal.sample.SyntheticPeople;
import dev.stead.type.v1.AbsoluteWindow;
import dev.stead.type.v1.Circle;
import dev.stead.type.v1.LatLng;
import dev.stead.type.v1.Money;
import dev.stead.type.v1.Place;
import dev.stead.type.v1.TimeWindow;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** One payment in another person's stead, from enrolment to the shop's account, by the same clients that devices use. */
final class DeployedJourney implements AutoCloseable {
    private static final String GALLERY = "people";
    private static final String CONSENT = "2026-11/en";
    private static final String SHOP = "bakery";
    private static final long PRICE_CENTS = 2_450;
    private static final int ADA = 0;
    private static final int BEN = 1;
    private static final LatLng DOOR =
            LatLng.newBuilder().setLatitude(48.8566).setLongitude(2.3522).build();

    private final SyntheticPeople people;
    private final InstantSource clock = InstantSource.system();
    private final Environment environment = new Environment(clock, new SecureRandom());
    private final OperatorClient operator;
    private final MerchantClient shop;
    private final PhoneClient ada;
    private final PhoneClient ben;
    private final DeviceKey camera;
    private final SteadTerminal terminal;
    private long looks;

    DeployedJourney(Containers mesh, long seed, Path journal) {
        people = new SyntheticPeople(2, 512, seed, "faceplugin-mobilefacenet@0.0.1");
        operator = OperatorClient.of(mesh.as("operator/o-1"), environment);
        shop = MerchantClient.of(mesh.as("merchant/" + SHOP), environment);
        ada = phone(mesh, people.subjectId(ADA));
        ben = phone(mesh, people.subjectId(BEN));
        camera = DeviceKeyFile.open(journal.resolveSibling(DeviceKeyFile.NAME), "till-1");
        terminal = SteadTerminal.open(
                new TerminalConfig(GALLERY, journal).capturingWith(camera), mesh.as("terminal/till-1"), environment);
    }

    private PhoneClient phone(Containers mesh, String person) {
        return PhoneClient.of(mesh.as("gateway/phones"), GALLERY, () -> mesh.token(person), environment);
    }

    /** Enrols both, opens the accounts and the shop. */
    void prepare() {
        var _ = ada.enrol(CONSENT, people.enrolment(ADA));
        var _ = ben.enrol(CONSENT, people.enrolment(BEN));
        ada.setDisplayName("Ada");
        ben.setDisplayName("Ben");
        var _ = ada.addContact(people.subjectId(BEN));
        var _ = ben.addContact(people.subjectId(ADA));
        var _ = operator.openAccount(
                "ben", Owner.newBuilder().setSubjectId(people.subjectId(BEN)).build(), "EUR");
        var _ = operator.openAccount(
                SHOP, Owner.newBuilder().setMerchantId(SHOP).build(), "EUR");
        var _ = operator.deposit("ben", euros(10_000));
        var _ = operator.putMerchant(Merchant.newBuilder()
                .setMerchantId(SHOP)
                .setDisplayName("Bakery")
                .build());
        var _ = operator.putTerminal(Terminal.newBuilder()
                .setTerminalId("till-1")
                .setMerchantId(SHOP)
                .setLocation(DOOR)
                .setState(Terminal.State.STATE_ACTIVE)
                .build());
        var _ = operator.putCaptureDevice(camera);
    }

    /** Ada asks, Ben accepts, stands at the terminal and confirms. */
    Confirmation run(String orderId) {
        var _ = shop.registerOrder(
                Order.newBuilder()
                        .setOrderId(orderId)
                        .setDescription("Birthday cake")
                        .setAmount(euros(PRICE_CENTS))
                        .setOrderTime(Timestamps.fromMillis(clock.millis()))
                        .build(),
                false);
        Task asked = ada.propose(
                recognised(ada.verify(look(ADA))), new TaskProposal(people.subjectId(BEN), SHOP, orderId, mandate()));
        Task accepted = ben.accept(recognised(ben.verify(look(BEN))), asked.getTaskId());
        assertThat(accepted.getState()).isEqualTo(Task.State.STATE_READY);
        SignedAssertion who = recognised(terminal.identify(List.of(look(BEN))));
        assertThat(terminal.findTasks(who)).extracting(EligibleTask::getTaskId).containsExactly(asked.getTaskId());
        return terminal.confirm(who, asked.getTaskId());
    }

    /** Nobody is seen twice in the same way. */
    private CapturedSample look(int person) {
        return people.probe(person, ++looks);
    }

    /** The terminal is shown the capture by which it identified Ben last. */
    Identification repeated() {
        return terminal.identify(List.of(people.probe(BEN, looks)));
    }

    /** Somebody who never enrolled looks at the camera. */
    Identification stranger() {
        return terminal.identify(List.of(people.probe(99, 1)));
    }

    long shopCents() {
        return operator.account(SHOP).getAvailable().getMinorUnits();
    }

    boolean booksBalance() {
        return operator.checkBalance().getBalanced();
    }

    long priceCents() {
        return PRICE_CENTS;
    }

    @Override
    public void close() {
        terminal.close();
    }

    private Mandate mandate() {
        long now = clock.millis();
        return Mandate.newBuilder()
                .setKind(TaskKind.TASK_KIND_PAYMENT)
                .setAmountLimit(euros(3_000))
                .setWindow(TimeWindow.newBuilder()
                        .setAbsolute(AbsoluteWindow.newBuilder()
                                .setStartTime(Timestamps.fromMillis(now - 60_000))
                                .setEndTime(Timestamps.fromMillis(
                                        now + Duration.ofHours(1).toMillis()))))
                .addPlaces(Place.newBuilder()
                        .setCircle(Circle.newBuilder().setCenter(DOOR).setRadiusMeters(150)))
                .build();
    }

    private static SignedAssertion recognised(Identification who) {
        assertThat(who).isInstanceOf(Identification.Identified.class);
        return ((Identification.Identified) who).assertion();
    }

    private static Money euros(long cents) {
        return Money.newBuilder().setCurrencyCode("EUR").setMinorUnits(cents).build();
    }
}
