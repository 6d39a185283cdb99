package dev.stead.standalone;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.payment.v1.CheckBalanceResponse;
import dev.stead.terminal.BulkProgress;
import dev.stead.terminal.MerchantClient;
import dev.stead.terminal.OperatorClient;
import dev.stead.terminal.PhoneClient;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.SubjectEnrolment;
import dev.stead.terminal.sample.CapturedSample;
import dev.stead.terminal.sample.SyntheticPeople;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs the whole journey against a mesh and checks it: Ada delegates a payment and a collection to Ben, who does both at a shop's terminal
 * ({@link Journey}); then everything that must be refused ({@link Refusals}); then latencies, and the balance of the ledger. Each step
 * prints one line. The first step that fails ends the demo.
 *
 * <p>It uses the public clients only, over gRPC with mutual TLS, as devices do.
 */
final class Demo {
    private static final String GALLERY = "people";
    private static final String CONSENT = "2026-11/en";
    private static final int EMBEDDING_DIMENSION = 512;
    private static final long SYNTHETIC_SEED = 2026;
    private static final long DELEGATE_CENTS = 5_000;
    private static final int IDENTIFICATIONS = 300;
    /** Of services that keep to their budgets. */
    private static final int FEW_IDENTIFICATIONS = 30;

    private final Options options;
    private final DemoReport report;
    private final LongSupplier nanoTime;
    private final MovableClock clock;
    private final Environment environment;

    /**
     * What to run against.
     *
     * @param home the folder with the mesh's certificates, keys and databases
     * @param running the addresses of a mesh that already runs with this home, on empty stores; null to start one in this process
     * @param faces the folder with the demonstration models and pictures
     * @param subjects how many people to enrol in total
     */
    record Options(Path home, @Nullable Addresses running, Path faces, int subjects) {}

    Demo(Options options, DemoReport report, InstantSource realTime, LongSupplier nanoTime) {
        this.options = options;
        this.report = report;
        this.nanoTime = nanoTime;
        this.clock = new MovableClock(realTime);
        this.environment = new Environment(clock, new SecureRandom());
    }

    /** Runs all steps; false if one of them failed. */
    boolean run() {
        long start = nanoTime.getAsLong();
        try (Lifecycle lifecycle = new Lifecycle()) {
            run(lifecycle);
        } catch (Exception e) {
            report.note("stopped: " + e);
        }
        report.summary(Duration.ofNanos(nanoTime.getAsLong() - start));
        return report.allPassed();
    }

    private void run(Lifecycle lifecycle) throws Exception {
        report.section("Preparation");
        Home home = Home.open(options.home(), clock);
        Addresses addresses = options.running() == null ? start(home, lifecycle) : options.running();
        var channels = new DemoChannels(home, addresses, lifecycle);
        var operator = OperatorClient.of(channels.as("operator/demo"), environment);
        var shop = MerchantClient.of(channels.as("merchant/" + DemoScenario.SHOP), environment);
        var scenario = new DemoScenario(clock, operator, shop);
        DemoSamples samples = readSamples();
        enrolOthers(operator, samples);
        Person ada = person(channels, DemoScenario.DELEGATOR, "Ada", samples.delegatorAtPhone());
        Person ben = person(channels, DemoScenario.DELEGATE, "Ben", samples.delegateAtPhone());
        enrol(ada, ben, samples);
        openShop(scenario, home);
        SteadTerminal terminal = terminal(channels, DemoScenario.TERMINAL);

        new Journey(report, scenario, ada, ben, terminal).run(samples.delegateAtTerminal());

        report.section("What must be refused");
        var refusals = new Refusals(report, scenario, ada, ben, terminal);
        refusals.stranger(samples.stranger());
        refusals.farAwayAndTooExpensive(terminal(channels, DemoScenario.FAR_TERMINAL), samples.delegateAtTerminal());
        refusals.confirmedTwice(samples.delegateAtTerminal(), new IdGenerator(environment), operator);
        if (options.running() == null) { // only then do the services use the demo's clock
            refusals.afterTheWindow(clock, samples.delegateAtTerminal());
        }

        report.section("Latency and balance");
        measure(terminal, samples.delegateAtTerminal());
        checkBalance(operator);
    }

    private Addresses start(Home home, Lifecycle lifecycle) throws Exception {
        LocalMesh mesh = report.step(
                "Matcher, task service and payment adapter start",
                () -> LocalMesh.startForPrograms(home, clock, lifecycle),
                ready -> "ready, mutual TLS, embedded stores");
        mesh.opsPages().forEach((service, page) -> report.note("%-8s %s/metrics".formatted(service, page)));
        return mesh.addresses();
    }

    private DemoSamples readSamples() throws Exception {
        return report.step(
                "The face chain reads the demonstration pictures",
                () -> DemoSamples.read(options.faces(), 2),
                samples -> samples.faces() + " faces in " + samples.pictures() + " pictures");
    }

    /** Everybody else in the pictures, and synthetic people up to the number of subjects. */
    private void enrolOthers(OperatorClient operator, DemoSamples samples) throws Exception {
        String model = samples.stranger().model();
        List<SubjectEnrolment> enrolments = new ArrayList<>(samples.others());
        var synthetic = new SyntheticPeople(options.subjects(), EMBEDDING_DIMENSION, SYNTHETIC_SEED, model);
        for (int person = 0; enrolments.size() < options.subjects() - 2; person++) {
            enrolments.add(new SubjectEnrolment(synthetic.subjectId(person), synthetic.enrolment(person)));
        }
        int fromPictures = samples.others().size();
        report.step(
                "The operator enrols " + enrolments.size() + " other people, with consent",
                () -> {
                    BulkProgress result = operator.bulkEnrol(GALLERY, CONSENT, enrolments.iterator(), progress -> {});
                    DemoReport.require(result.enrolled() == enrolments.size(), "refused: " + result.refused());
                    return result;
                },
                result -> fromPictures + " from pictures, " + (enrolments.size() - fromPictures) + " synthetic");
    }

    private void enrol(Person ada, Person ben, DemoSamples samples) throws Exception {
        report.step(
                "Ada and Ben enrol on their phones, with consent",
                () -> {
                    ada.phone().enrol(CONSENT, samples.delegatorEnrolled());
                    ben.phone().enrol(CONSENT, samples.delegateEnrolled());
                    ada.phone().setDisplayName("Ada");
                    ben.phone().setDisplayName("Ben");
                    var _ = ada.phone().addContact(DemoScenario.DELEGATE);
                    var _ = ben.phone().addContact(DemoScenario.DELEGATOR);
                    return ada.phone().contacts();
                },
                contacts -> "Ada's contacts: " + contacts.getFirst().getDisplayName());
    }

    private void openShop(DemoScenario scenario, Home home) throws Exception {
        report.step(
                "The operator opens accounts and registers the shop",
                () -> {
                    scenario.openAccounts(DELEGATE_CENTS);
                    FirstCalls.patiently(() -> scenario.registerShop(home));
                    return DemoScenario.euros(DELEGATE_CENTS);
                },
                deposit -> DemoScenario.format(deposit) + " in Ben's account");
    }

    private Person person(DemoChannels channels, String id, String name, CapturedSample atPhone) {
        String token = channels.home().token(id);
        var phone = PhoneClient.of(channels.as("gateway/phones"), GALLERY, () -> token, environment);
        return channels.lifecycle().own(new Person(name, phone, atPhone, Mailbox.of(phone)));
    }

    private SteadTerminal terminal(DemoChannels channels, String id) {
        var config = channels.home().terminal(GALLERY, id);
        return channels.lifecycle().own(SteadTerminal.open(config, channels.as("terminal/" + id), environment));
    }

    private void measure(SteadTerminal terminal, CapturedSample sample) throws Exception {
        int count = options.running() == null ? IDENTIFICATIONS : FEW_IDENTIFICATIONS;
        report.step(
                count + " more identifications, one after another",
                () -> sortedLatencies(terminal, sample, count),
                nanos -> "median " + DemoReport.millis(nanos[count / 2]) + ", 99 % within "
                        + DemoReport.millis(nanos[count * 99 / 100]) + ", with " + options.subjects() + " subjects");
    }

    private long[] sortedLatencies(SteadTerminal terminal, CapturedSample sample, int count) {
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            long start = nanoTime.getAsLong();
            Journey.identified(terminal.identify(List.of(sample)));
            nanos[i] = nanoTime.getAsLong() - start;
        }
        Arrays.sort(nanos);
        return nanos;
    }

    private void checkBalance(OperatorClient operator) throws Exception {
        CheckBalanceResponse check = report.step(
                "The ledger is added up and its balances are recomputed",
                () -> {
                    CheckBalanceResponse response = operator.checkBalance();
                    DemoReport.require(response.getBalanced(), "not balanced: " + response.getFindingsList());
                    return response;
                },
                response -> response.getPostingCount() + " postings, " + response.getAccountCount()
                        + " accounts, balanced");
        List<String[]> rows = new ArrayList<>();
        for (String account : List.of(DemoScenario.DELEGATE, DemoScenario.SHOP)) {
            rows.add(new String[] {
                account, DemoScenario.format(operator.account(account).getAvailable())
            });
        }
        check.getSumsList().forEach(sum -> rows.add(new String[] {"sum of all", DemoScenario.format(sum)}));
        report.table(rows);
    }
}
