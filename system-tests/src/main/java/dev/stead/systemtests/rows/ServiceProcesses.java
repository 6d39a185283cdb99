package dev.stead.systemtests.rows;

import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.DevelopmentIssuer;
import dev.stead.systemtests.process.FreePorts;
import dev.stead.systemtests.process.JavaProcess;
import dev.stead.systemtests.process.Postgres;
import dev.stead.systemtests.provider.PaymentUnderTestMain;
import dev.stead.systemtests.provider.ProviderDoubleMain;
import dev.stead.task.TaskMain;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a {@link TestMesh}. Owns them and their PostgreSQL.
 *
 * @param tasks the task services, all on one database
 * @param payments the payment adapters, all on one database; each task service calls the one at the same position
 * @param providerJournal what the provider double did
 */
record ServiceProcesses(
        List<Server> tasks,
        List<Server> payments,
        JavaProcess provider,
        Path providerJournal,
        @Nullable Postgres postgres)
        implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(90);

    /**
     * A service's process.
     *
     * @param port where it listens
     * @param advertisedPort where its callers connect: the proxy in front of it, if there is one
     */
    record Server(JavaProcess process, int port, int advertisedPort) {}

    static ServiceProcesses of(RowContext context, TestMesh.Layout layout, ProxyRoutes routes)
            throws IOException, SQLException {
        Path folder = context.folder();
        @Nullable Postgres postgres = layout.store() == Stores.POSTGRESQL ? Postgres.start() : null;
        Map<String, String> taskData = database(postgres, folder, "task");
        Map<String, String> paymentData = database(postgres, folder, "payment");
        int providerPort = FreePorts.one();
        List<String> providerPortArgument = List.of(Integer.toString(routes.toProvider(providerPort)));
        Path journal = folder.resolve("provider.journal");
        List<Server> tasks = new ArrayList<>();
        List<Server> payments = new ArrayList<>();
        for (int copy = 1; copy <= layout.copies(); copy++) {
            String suffix = copy == 1 ? "" : "-" + copy;
            int port = FreePorts.one();
            var payment = new Server(
                    process(
                            "payment" + suffix,
                            PaymentUnderTestMain.class,
                            providerPortArgument,
                            paymentSettings(port, paymentData),
                            port,
                            folder),
                    port,
                    routes.toPayment(port));
            payments.add(payment);
            int taskPort = FreePorts.one();
            Map<String, String> settings = taskSettings(context, taskPort, taskData);
            settings.put("STEAD_PAYMENT_ADDRESS", "localhost:" + payment.advertisedPort());
            tasks.add(new Server(
                    process("task" + suffix, TaskMain.class, List.of(), settings, taskPort, folder),
                    taskPort,
                    routes.toTask(taskPort)));
        }
        JavaProcess provider = process(
                "provider",
                ProviderDoubleMain.class,
                List.of(
                        Integer.toString(providerPort),
                        journal.toString(),
                        Double.toString(layout.badCalls()),
                        Long.toString(context.seed())),
                Map.of(),
                providerPort,
                folder);
        return new ServiceProcesses(tasks, payments, provider, journal, postgres);
    }

    private static Map<String, String> taskSettings(RowContext context, int port, Map<String, String> data)
            throws IOException {
        Path folder = context.folder();
        Map<String, String> task = settings(port, "service/task");
        task.putAll(data);
        task.put(
                "STEAD_ASSERTION_JWKS_FILE",
                AssertionKeys.open(folder).publicKeys().toString());
        task.putAll(DevelopmentIssuer.open(folder, context.clock()).settings());
        // Short, so that what a fault interrupted is resumed while the row still runs.
        task.put("STEAD_SETTLE_DEADLINE", "1s");
        return task;
    }

    private static Map<String, String> paymentSettings(int port, Map<String, String> data) {
        Map<String, String> payment = settings(port, "service/payment");
        payment.putAll(data);
        payment.put("STEAD_SETTLEMENT_GRACE", "2s");
        payment.put("STEAD_RECOVERY_PAUSE", "200ms");
        payment.put("STEAD_RETRY_PAUSE", "200ms");
        payment.put("STEAD_RETRY_PAUSE_LONGEST", "1s");
        // The double's journal keeps no times to compare a day by.
        payment.put("STEAD_RECONCILE", "false");
        return payment;
    }

    private static Map<String, String> settings(int port, String own) {
        Map<String, String> settings = new HashMap<>();
        settings.put("STEAD_TLS", "plaintext");
        settings.put("STEAD_PLAINTEXT_PEER", own);
        settings.put("STEAD_PORT", Integer.toString(port));
        settings.put("STEAD_OPS_PORT", "0");
        settings.put("STEAD_LOG_LEVEL", "warn");
        return settings;
    }

    private static Map<String, String> database(@Nullable Postgres postgres, Path folder, String name)
            throws SQLException {
        return postgres == null
                ? Map.of("STEAD_DATABASE_URL", "sqlite:" + folder.resolve(name + ".db"))
                : postgres.database(name);
    }

    private static JavaProcess process(
            String name, Class<?> main, List<String> arguments, Map<String, String> settings, int port, Path folder) {
        return new JavaProcess(new JavaProcess.Spec(name, main.getName(), arguments, settings, port, TIMEOUT), folder);
    }

    /** The task services, then the payment adapters. */
    List<JavaProcess> services() {
        return Stream.concat(tasks.stream(), payments.stream())
                .map(Server::process)
                .toList();
    }

    /** Callers before callees. */
    List<JavaProcess> all() {
        return Stream.concat(services().stream(), Stream.of(provider)).toList();
    }

    /** The first task service: the only one, unless the layout has more. */
    JavaProcess task() {
        return tasks.getFirst().process();
    }

    /** The first payment adapter: the only one, unless the layout has more. */
    JavaProcess payment() {
        return payments.getFirst().process();
    }

    /** Makes later starts faster. */
    void prepare() throws IOException, InterruptedException {
        for (JavaProcess process : all()) {
            process.prepare();
        }
    }

    /** Starts all in parallel and waits until they are ready. */
    void startAll() throws IOException {
        for (JavaProcess process : all()) {
            process.start();
        }
        all().forEach(JavaProcess::requireReady);
    }

    /** Kills all and starts them again: afterwards they know what they had stored. */
    void restartAll() throws IOException, InterruptedException {
        for (JavaProcess process : all()) {
            process.kill();
        }
        startAll();
    }

    @Override
    public void close() throws IOException {
        all().forEach(JavaProcess::close);
        if (postgres != null) {
            postgres.close();
        }
    }
}
