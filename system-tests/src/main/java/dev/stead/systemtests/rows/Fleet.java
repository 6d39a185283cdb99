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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The processes of a world. Owns them, and the PostgreSQL that they keep their data in.
 *
 * @param taskSeenByTills where tills find the task service
 * @param providerJournal what the provider double did
 */
record Fleet(
        JavaProcess task,
        JavaProcess payment,
        JavaProcess provider,
        int taskPort,
        int paymentPort,
        int taskSeenByTills,
        Path providerJournal,
        @Nullable Postgres postgres)
        implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    static Fleet of(Circumstances circumstances, World.Layout layout, Detours detours)
            throws IOException, SQLException {
        Path folder = circumstances.folder();
        @Nullable Postgres postgres = layout.store() == Stores.POSTGRESQL ? Postgres.start() : null;
        int taskPort = FreePorts.one();
        int paymentPort = FreePorts.one();
        int providerPort = FreePorts.one();
        Path journal = folder.resolve("provider.journal");

        Map<String, String> task = settings(taskPort, "service/task");
        task.putAll(database(postgres, folder, "task"));
        task.put("STEAD_PAYMENT_ADDRESS", "localhost:" + detours.toPayment(paymentPort));
        task.put(
                "STEAD_ASSERTION_JWKS_FILE",
                AssertionKeys.open(folder).publicKeys().toString());
        task.put(
                "STEAD_PEOPLE_JWKS",
                DevelopmentIssuer.open(folder, circumstances.clock()).jwks().toString());
        // Short, so that what a fault left is taken up while the row still runs.
        task.put("STEAD_SETTLE_DEADLINE", "1s");

        Map<String, String> payment = settings(paymentPort, "service/payment");
        payment.putAll(database(postgres, folder, "payment"));
        payment.put("STEAD_SETTLEMENT_GRACE", "2s");
        payment.put("STEAD_RECOVERY_PAUSE", "200ms");
        payment.put("STEAD_RETRY_PAUSE", "200ms");
        payment.put("STEAD_RETRY_PAUSE_LONGEST", "1s");
        // The double's journal keeps no times to compare a day by.
        payment.put("STEAD_RECONCILE", "false");

        return new Fleet(
                process("task", TaskMain.class, List.of(), task, taskPort, folder),
                process(
                        "payment",
                        PaymentUnderTestMain.class,
                        List.of(Integer.toString(detours.toProvider(providerPort))),
                        payment,
                        paymentPort,
                        folder),
                process(
                        "provider",
                        ProviderDoubleMain.class,
                        List.of(
                                Integer.toString(providerPort),
                                journal.toString(),
                                Double.toString(layout.badCalls()),
                                Long.toString(circumstances.seed())),
                        Map.of(),
                        providerPort,
                        folder),
                taskPort,
                paymentPort,
                detours.toTask(taskPort),
                journal,
                postgres);
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
        return new JavaProcess(new JavaProcess.Spec(name, main.getName(), arguments, settings, port, PATIENCE), folder);
    }

    /** In the order of their names in the matrix' picture: who is asked comes after who asks. */
    List<JavaProcess> all() {
        return List.of(task, payment, provider);
    }

    /** Makes later starts faster. */
    void prepare() throws IOException, InterruptedException {
        for (JavaProcess process : all()) {
            process.prepare();
        }
    }

    /** Starts all side by side and waits for them. */
    void startAll() throws IOException {
        for (JavaProcess process : all()) {
            process.start();
        }
        all().forEach(JavaProcess::requireReady);
    }

    /** Kills all and starts them again: what they know afterwards is what they had written down. */
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
