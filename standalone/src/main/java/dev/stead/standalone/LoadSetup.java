package dev.stead.standalone;

import dev.stead.mesh.time.Environment;
import dev.stead.task.v1.Task;
import dev.stead.terminal.BulkProgress;
import dev.stead.terminal.MerchantClient;
import dev.stead.terminal.OperatorClient;
import dev.stead.terminal.PhoneClient;
import dev.stead.terminal.SignedAssertion;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.SubjectEnrolment;
import dev.stead.terminal.sample.CapturedSample;
import dev.stead.terminal.sample.SyntheticPeople;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** Prepares a mesh for load: enrols people, and gives a delegate tasks at a terminal. */
final class LoadSetup {
    static final String GALLERY = "people";
    private static final String CONSENT = "load-test";
    private static final String MODEL = "faceplugin-mobilefacenet@0.0.1";
    private static final int DIMENSION = 512;
    private static final long SEED = 2026;
    private static final int TASKS = 5;
    private static final int ASSERTIONS = 8;

    private final DemoChannels channels;
    private final Environment environment;
    private final SyntheticPeople people;
    /** The delegator and the delegate, who are not among the others. */
    private final SyntheticPeople pair = new SyntheticPeople(2, DIMENSION, SEED + 1, MODEL);

    private LoadSetup(DemoChannels channels, int subjects, InstantSource clock) {
        this.channels = channels;
        this.environment = new Environment(clock, new SecureRandom());
        this.people = new SyntheticPeople(subjects, DIMENSION, SEED, MODEL);
    }

    static LoadSetup prepare(DemoChannels channels, int subjects, InstantSource clock) {
        var setup = new LoadSetup(channels, subjects, clock);
        setup.enrol();
        setup.proposeTasks(clock);
        return setup;
    }

    SyntheticPeople people() {
        return people;
    }

    /** Fresh assertions that the delegate is at the terminal. */
    List<String> assertions() {
        var config = channels.home().terminal(GALLERY, DemoScenario.TERMINAL);
        List<String> assertions = new ArrayList<>();
        try (var terminal = SteadTerminal.open(config, channels.as("terminal/" + DemoScenario.TERMINAL), environment)) {
            for (int n = 0; n < ASSERTIONS; n++) {
                assertions.add(Journey.identified(terminal.identify(List.of(sample(1))))
                        .jws());
            }
        }
        return assertions;
    }

    private void enrol() {
        var operator = OperatorClient.of(channels.as("operator/load"), environment);
        List<SubjectEnrolment> all = new ArrayList<>();
        for (int person = 0; person < people.people(); person++) {
            all.add(new SubjectEnrolment(people.subjectId(person), people.enrolment(person)));
        }
        BulkProgress result = operator.bulkEnrol(GALLERY, CONSENT, all.iterator(), progress -> {});
        if (result.enrolled() != all.size()) {
            throw new IllegalStateException("%s of %s people could not be enrolled (%s): start with empty stores"
                    .formatted(all.size() - result.enrolled(), all.size(), result.refused()));
        }
    }

    private void proposeTasks(InstantSource clock) {
        var operator = OperatorClient.of(channels.as("operator/load"), environment);
        var scenario = new DemoScenario(
                clock, operator, MerchantClient.of(channels.as("merchant/" + DemoScenario.SHOP), environment));
        FirstCalls.patiently(() -> scenario.registerShop(channels.home()));
        PhoneClient ada = phone(DemoScenario.DELEGATOR, 0);
        PhoneClient ben = phone(DemoScenario.DELEGATE, 1);
        ada.addContact(DemoScenario.DELEGATE);
        ben.addContact(DemoScenario.DELEGATOR);
        for (int n = 1; n <= TASKS; n++) {
            scenario.registerOrder("order-" + n, "Bread " + n, 250);
            Task task = ada.propose(verified(ada, 0), scenario.toPay("order-" + n, 300, "Please."));
            ben.accept(verified(ben, 1), task.getTaskId());
        }
    }

    private PhoneClient phone(String id, int person) {
        String token = channels.home().token(id);
        PhoneClient phone = PhoneClient.of(channels.as("gateway/phones"), GALLERY, () -> token, environment);
        phone.enrol(CONSENT, List.of(sample(person)));
        phone.setDisplayName(id);
        return phone;
    }

    private SignedAssertion verified(PhoneClient phone, int person) {
        return Journey.identified(phone.verify(sample(person)));
    }

    /** The enrolled sample itself: similarity is not what is measured here. */
    private CapturedSample sample(int person) {
        return pair.enrolment(person).getFirst();
    }
}
