package dev.stead.standalone;

import dev.stead.matcher.Matcher;
import dev.stead.matcher.MatcherConfig;
import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Settings;
import dev.stead.payment.Payment;
import dev.stead.payment.PaymentConfig;
import dev.stead.task.TaskConfig;
import dev.stead.task.TaskService;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The three services in this process, each on its own port and its own embedded store, configured as separate processes would be. The
 * lifecycle owns them.
 */
record LocalMesh(ServiceHost matcher, ServiceHost tasks, ServiceHost payment) {

    /** Budgets that a program does not reach. Nobody's templates are at stake in a mesh that ends with its program. */
    private static final Map<String, String> NO_BUDGETS = Map.of(
            "STEAD_ANSWERS_PER_TERMINAL", "1000000",
            "STEAD_REFUSALS_PER_TERMINAL", "1000000",
            "STEAD_IDENTIFICATIONS_PER_SUBJECT", "1000000",
            "STEAD_NEAR_ANSWERS_PER_ENROLMENT", "1000000");

    /** With the settings of {@code stead home}. */
    static LocalMesh start(Home home, Ports ports, InstantSource clock, Lifecycle lifecycle) {
        return start(home, ports, Map.of(), clock, lifecycle);
    }

    /** For a program: it looks into one camera more often in a minute than a person does in a month. */
    static LocalMesh startForPrograms(Home home, InstantSource clock, Lifecycle lifecycle) {
        return start(home, Ports.FREE, NO_BUDGETS, clock, lifecycle);
    }

    /** As for any program, and for requests that a generator of load repeats, which no device signs. */
    static LocalMesh startForLoad(Home home, InstantSource clock, Lifecycle lifecycle) {
        Map<String, String> more = new HashMap<>(NO_BUDGETS);
        more.put("STEAD_CAPTURE", "optional");
        return start(home, Ports.FREE, more, clock, lifecycle);
    }

    private static LocalMesh start(
            Home home, Ports ports, Map<String, String> more, InstantSource clock, Lifecycle lifecycle) {
        Settings paymentSettings = Settings.of(home.paymentSettings(ports, addresses(ports, ports.payment())));
        ServiceHost payment = Payment.start(PaymentConfig.from(paymentSettings), clock, lifecycle);
        Addresses mesh = addresses(ports, payment.port());
        Settings taskSettings = Settings.of(home.taskSettings(ports, mesh));
        ServiceHost tasks = TaskService.start(TaskConfig.from(taskSettings, clock), clock, lifecycle);
        // Last, since it asks the task service for rings.
        Map<String, String> matcherSettings =
                home.matcherSettings(ports, new Addresses(mesh.matcher(), "localhost:" + tasks.port(), mesh.payment()));
        matcherSettings.putAll(more);
        ServiceHost matcher = Matcher.start(MatcherConfig.from(Settings.of(matcherSettings)), clock, lifecycle);
        return new LocalMesh(matcher, tasks, payment);
    }

    private static Addresses addresses(Ports ports, int payment) {
        return new Addresses("localhost:" + ports.matcher(), "localhost:" + ports.task(), "localhost:" + payment);
    }

    Addresses addresses() {
        return new Addresses("localhost:" + matcher.port(), "localhost:" + tasks.port(), "localhost:" + payment.port());
    }

    /** The URLs under which each service has its metrics and probes. */
    Map<String, String> opsPages() {
        Map<String, String> pages = new LinkedHashMap<>();
        pages.put("matcher", "http://localhost:" + matcher.opsPort());
        pages.put("task", "http://localhost:" + tasks.opsPort());
        pages.put("payment", "http://localhost:" + payment.opsPort());
        return pages;
    }

    void awaitTermination() {
        tasks.awaitTermination();
    }
}
