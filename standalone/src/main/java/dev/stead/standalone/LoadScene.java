package dev.stead.standalone;

import dev.stead.mesh.time.Environment;
import dev.stead.task.v1.Task;
import dev.stead.terminal.Assertion;
import dev.stead.terminal.BulkProgress;
import dev.stead.terminal.MerchantClient;
import dev.stead.terminal.OperatorClient;
import dev.stead.terminal.PhoneClient;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.SubjectEnrolment;
import dev.stead.terminal.TerminalConfig;
import dev.stead.terminal.sample.CapturedSample;
import dev.stead.terminal.sample.SyntheticPeople;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** What must be there before load comes: enrolled people, and a delegate who has tasks at a terminal. */
final class LoadScene {
    static final String GALLERY = "people";
    private static final String POLICY = "load-test";
    private static final String MODEL = "faceplugin-mobilefacenet@0.0.1";
    private static final int DIMENSION = 512;
    private static final long SEED = 2026;
    private static final int TASKS = 5;
    private static final int ASSERTIONS = 8;

    private final DemoChannels visitors;
    private final Environment environment;
    private final SyntheticPeople people;
    /** Two people beyond the others. */
    private final SyntheticPeople family = new SyntheticPeople(2, DIMENSION, SEED + 1, MODEL);

    private LoadScene(DemoChannels visitors, int subjects, InstantSource clock) {
        this.visitors = visitors;
        this.environment = new Environment(clock, new SecureRandom());
        this.people = new SyntheticPeople(subjects, DIMENSION, SEED, MODEL);
    }

    static LoadScene prepare(DemoChannels visitors, int subjects, InstantSource clock) {
        var scene = new LoadScene(visitors, subjects, clock);
        scene.enrol();
        scene.proposeTasks(clock);
        return scene;
    }

    SyntheticPeople people() {
        return people;
    }

    /** Fresh statements that the delegate stands at the terminal. */
    List<String> assertions() {
        var config = new TerminalConfig(GALLERY, visitors.home().journal(DemoScenario.TERMINAL));
        List<String> made = new ArrayList<>();
        try (var terminal = SteadTerminal.open(config, visitors.as("terminal/" + DemoScenario.TERMINAL), environment)) {
            for (int n = 0; n < ASSERTIONS; n++) {
                made.add(Journey.recognised(terminal.identify(List.of(sample(1))))
                        .jws());
            }
        }
        return made;
    }

    private void enrol() {
        var operator = OperatorClient.of(visitors.as("operator/load"), environment);
        List<SubjectEnrolment> all = new ArrayList<>();
        for (int person = 0; person < people.people(); person++) {
            all.add(new SubjectEnrolment(people.subjectId(person), people.enrolment(person)));
        }
        BulkProgress end = operator.bulkEnrol(GALLERY, POLICY, all.iterator(), progress -> {});
        if (end.enrolled() != all.size()) {
            throw new IllegalStateException("%d of %d people could not be enrolled: %s; the stores must be empty"
                    .formatted(all.size() - end.enrolled(), all.size(), end.refused()));
        }
    }

    private void proposeTasks(InstantSource clock) {
        var operator = OperatorClient.of(visitors.as("operator/load"), environment);
        var town = new DemoScenario(
                clock, operator, MerchantClient.of(visitors.as("merchant/" + DemoScenario.SHOP), environment));
        town.registerShop();
        PhoneClient ada = phone(DemoScenario.DELEGATOR, 0);
        PhoneClient ben = phone(DemoScenario.DELEGATE, 1);
        ada.addContact(DemoScenario.DELEGATE);
        for (int n = 1; n <= TASKS; n++) {
            town.registerOrder("order-" + n, "Bread " + n, 250);
            Task task = ada.propose(recognised(ada, 0), town.toPay("order-" + n, 300, "Please."));
            ben.accept(recognised(ben, 1), task.getTaskId());
        }
    }

    private PhoneClient phone(String id, int person) {
        String token = visitors.home().token(id);
        PhoneClient phone = PhoneClient.of(visitors.as("gateway/phones"), GALLERY, () -> token, environment);
        phone.enrol(POLICY, List.of(sample(person)));
        phone.setDisplayName(id);
        return phone;
    }

    private Assertion recognised(PhoneClient phone, int person) {
        return Journey.recognised(phone.verify(sample(person)));
    }

    /** The enrolled one: whether the samples are alike is not what is measured here. */
    private CapturedSample sample(int person) {
        return family.enrolment(person).getFirst();
    }
}
