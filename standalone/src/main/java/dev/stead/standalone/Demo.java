package dev.stead.standalone;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.time.Environment;
import dev.stead.payment.v1.CheckBalanceResponse;
import dev.stead.terminal.BulkProgress;
import dev.stead.terminal.MerchantClient;
import dev.stead.terminal.OperatorClient;
import dev.stead.terminal.PhoneClient;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.SubjectEnrolment;
import dev.stead.terminal.TerminalConfig;
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

/** Plays the whole journey on a mesh of this process: what must work, what must not, and whether the ledger balances. */
final class Demo {
    private static final String GALLERY = "people";
    private static final String POLICY = "2026-11/en";
    private static final long SEED = 2026;
    private static final long DELEGATE_CENTS = 5_000;
    private static final int MEASURED = 300;

    private final Options options;
    private final DemoReport report;
    private final LongSupplier nanoTime;
    private final MovableClock clock;
    private final Environment environment;

    /**
     * How to play.
     *
     * @param home the folder with the mesh's files
     * @param running where the mesh of that folder runs already, on empty stores; null to start one in this process
     * @param faces the folder with the demonstration models and pictures
     * @param subjects how many to enrol in all
     */
    record Options(Path home, @Nullable Addresses running, Path faces, int subjects) {}

    Demo(Options options, DemoReport report, InstantSource realTime, LongSupplier nanoTime) {
        this.options = options;
        this.report = report;
        this.nanoTime = nanoTime;
        this.clock = new MovableClock(realTime);
        this.environment = new Environment(clock, new SecureRandom());
    }

    /** Whether everything came out as it must. */
    boolean play() {
        long start = nanoTime.getAsLong();
        try (Lifecycle lifecycle = new Lifecycle()) {
            play(lifecycle);
        } catch (Exception e) {
            report.note("stopped: " + e);
        }
        report.summary(Duration.ofNanos(nanoTime.getAsLong() - start));
        return report.allHeld();
    }

    private void play(Lifecycle lifecycle) throws Exception {
        report.act("Getting ready");
        Home home = Home.open(options.home(), clock);
        Addresses addresses = options.running() == null ? started(home, lifecycle) : options.running();
        var visitors = new DemoChannels(home, addresses, lifecycle);
        DemoSamples cast = report.step(
                "The face chain reads the pictures",
                () -> DemoSamples.read(options.faces(), 2),
                read -> read.faces() + " faces in " + read.pictures() + " pictures");
        var operator = OperatorClient.of(visitors.as("operator/demo"), environment);
        var town = new DemoScenario(
                clock, operator, MerchantClient.of(visitors.as("merchant/" + DemoScenario.SHOP), environment));
        enrolOthers(operator, cast);
        Person ada = person(visitors, DemoScenario.DELEGATOR, "Ada", cast.delegatorPhone());
        Person ben = person(visitors, DemoScenario.DELEGATE, "Ben", cast.delegatePhone());
        enrol(ada, ben, cast);
        report.step(
                "The operator opens accounts and registers the shop",
                () -> {
                    town.openAccounts(DELEGATE_CENTS);
                    town.registerShop();
                    return DELEGATE_CENTS;
                },
                cents -> DemoScenario.shown(DemoScenario.euros(cents)) + " on Ben's account");
        SteadTerminal terminal = terminal(visitors, DemoScenario.TERMINAL);
        new Journey(report, town, ada, ben, terminal).play(cast.delegateAtTerminal());

        report.act("What must not work");
        var refusals = new Refusals(report, town, ada, ben, terminal);
        refusals.stranger(cast.stranger());
        refusals.farAndPoor(terminal(visitors, DemoScenario.FAR_TERMINAL), cast.delegateAtTerminal());
        refusals.confirmedTwice(cast.delegateAtTerminal(), environment, operator);
        if (options.running() == null) {
            refusals.late(clock, cast.delegateAtTerminal());
        }

        report.act("In the end");
        report.step(
                MEASURED + " more looks at the camera, one after another",
                () -> measured(terminal, cast.delegateAtTerminal()),
                times -> "median " + DemoReport.millis(times[MEASURED / 2]) + ", 99 % within "
                        + DemoReport.millis(times[MEASURED * 99 / 100]) + ", at " + options.subjects() + " subjects");
        balance(operator);
    }

    private Addresses started(Home home, Lifecycle lifecycle) throws Exception {
        LocalMesh mesh = report.step(
                "Matcher, task service and payment adapter start",
                () -> LocalMesh.start(home, Ports.FREE, clock, lifecycle),
                ready -> "ready, mutual TLS, embedded stores");
        mesh.opsPages().forEach((service, page) -> report.note("%-8s %s/metrics".formatted(service, page)));
        return mesh.addresses();
    }

    private void enrolOthers(OperatorClient operator, DemoSamples cast) throws Exception {
        String model = cast.stranger().model();
        List<SubjectEnrolment> all = new ArrayList<>(cast.others());
        var synthetic = new SyntheticPeople(options.subjects(), 512, SEED, model);
        for (int person = 0; all.size() < options.subjects() - 2; person++) {
            all.add(new SubjectEnrolment(synthetic.subjectId(person), synthetic.enrolment(person)));
        }
        report.step(
                "The operator enrols " + all.size() + " others, with consent",
                () -> {
                    BulkProgress end = operator.bulkEnrol(GALLERY, POLICY, all.iterator(), progress -> {});
                    DemoReport.require(end.enrolled() == all.size(), "refused: " + end.refused());
                    return end;
                },
                end -> cast.others().size() + " from pictures, "
                        + (all.size() - cast.others().size()) + " synthetic embeddings");
    }

    private void enrol(Person ada, Person ben, DemoSamples cast) throws Exception {
        report.step(
                "Ada and Ben enrol by their phones, with consent",
                () -> {
                    ada.phone().enrol(POLICY, cast.delegatorEnrolled());
                    ben.phone().enrol(POLICY, cast.delegateEnrolled());
                    ada.phone().setDisplayName("Ada");
                    ben.phone().setDisplayName("Ben");
                    return ada.phone().addContact(DemoScenario.DELEGATE);
                },
                contact -> "Ada's contacts: " + contact.getDisplayName());
    }

    private Person person(DemoChannels visitors, String id, String name, CapturedSample before) {
        String token = visitors.home().token(id);
        PhoneClient phone = PhoneClient.of(visitors.as("gateway/phones"), GALLERY, () -> token, environment);
        return visitors.lifecycle().own(new Person(name, phone, before, Mailbox.of(phone)));
    }

    private SteadTerminal terminal(DemoChannels visitors, String id) {
        var config = new TerminalConfig(GALLERY, visitors.home().journal(id));
        return visitors.lifecycle().own(SteadTerminal.open(config, visitors.as("terminal/" + id), environment));
    }

    /** Nanoseconds each, sorted. */
    private long[] measured(SteadTerminal terminal, CapturedSample sample) {
        long[] times = new long[MEASURED];
        for (int i = 0; i < MEASURED; i++) {
            long start = nanoTime.getAsLong();
            Journey.recognised(terminal.identify(List.of(sample)));
            times[i] = nanoTime.getAsLong() - start;
        }
        Arrays.sort(times);
        return times;
    }

    private void balance(OperatorClient operator) throws Exception {
        CheckBalanceResponse check = report.step(
                "The ledger is summed up and replayed",
                () -> {
                    CheckBalanceResponse found = operator.checkBalance();
                    DemoReport.require(found.getBalanced(), "not balanced: " + found.getFindingsList());
                    return found;
                },
                found -> found.getPostingCount() + " postings, " + found.getAccountCount() + " accounts, balanced");
        List<String[]> rows = new ArrayList<>();
        for (String account : List.of(DemoScenario.DELEGATE, DemoScenario.SHOP)) {
            rows.add(new String[] {
                account, DemoScenario.shown(operator.account(account).getAvailable())
            });
        }
        check.getSumsList().forEach(sum -> rows.add(new String[] {"sum of all", DemoScenario.shown(sum)}));
        report.table(rows);
    }
}
