package dev.stead.benchmarks.settle;

import dev.stead.benchmarks.report.ProgressBar;
import dev.stead.benchmarks.store.PostgresServer;
import dev.stead.mesh.sql.DatabaseConfig;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./stead settle-bench}: durable settlements a second, interleaved with the store's own maximum. */
@Command(
        name = "settle-bench",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Measure durable settlements a second: SQLite beside its disk's synchronisations, PostgreSQL beside pgbench's TPC-B",
            "with as many clients, in turns. Starts a PostgreSQL of its own from this machine's packages, with the settings it",
            "comes with. The ledger must balance at the end. Nothing else should run meanwhile."
        },
        footer = {
            "",
            "Examples:",
            "  stead settle-bench",
            "  stead settle-bench --store sqlite --clients 64 --seconds 5",
            "  stead settle-bench --store postgres --writers 32",
            "",
            "Exit codes: 0 measured, 1 a run failed, 2 wrong words."
        })
public final class SettleBench implements Callable<Integer> {
    private static final int MOST_CLIENTS = 1_000;

    /** The measurable stores. */
    enum Store {
        ALL,
        SQLITE,
        POSTGRES
    }

    private final LongSupplier nanoTime;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--store", description = "all, sqlite or postgres (default: all)")
    private Store store = Store.ALL;

    @Option(names = "--clients", description = "concurrent clients (${DEFAULT-VALUE})")
    private int clients = 32;

    @Option(names = "--writers", description = "the adapter's connections to PostgreSQL, its default: ${DEFAULT-VALUE}")
    private int writers = DatabaseConfig.of("postgresql://default").writers();

    @Option(names = "--seconds", description = "measured time of each side (${DEFAULT-VALUE})")
    private double seconds = 15;

    @Option(names = "--rounds", description = "rounds in which the two sides alternate (${DEFAULT-VALUE})")
    private int rounds = 3;

    @Option(names = "--warm-up", description = "seconds before that are not measured (${DEFAULT-VALUE})")
    private double warmUp = 5;

    @Option(names = "--folder", description = "where SQLite's file is put (default: a temporary folder)")
    private Optional<Path> folder = Optional.empty();

    /** @param nanoTime the clock of the measurement */
    public SettleBench(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** The rate of an operation, measured over a duration. */
    private interface Rate {
        double perSecond(Duration length) throws Exception;
    }

    @Override
    public Integer call() throws Exception {
        if (clients < 1
                || clients > MOST_CLIENTS
                || writers < 1
                || writers > 64
                || rounds < 1
                || seconds / rounds < 0.1) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--clients must be 1 to 1000, --writers 1 to 64, --rounds at least 1 of at least 0.1 --seconds each");
        }
        say(String.format(
                Locale.ROOT,
                "%-11s %8s %14s   %-28s %10s %7s",
                "store",
                "clients",
                "settlements/s",
                "beside",
                "a second",
                "ratio"));
        if (store != Store.POSTGRES) {
            sqlite();
        }
        if (store != Store.SQLITE) {
            postgres();
        }
        return 0;
    }

    private void sqlite() throws Exception {
        Path own = folder.isPresent()
                ? Files.createTempDirectory(folder.get(), "settle")
                : Files.createTempDirectory("stead-settle");
        try (var load =
                new SettlementLoad(DatabaseConfig.of("sqlite:" + own.resolve("payment.db")), clients, nanoTime)) {
            compare("SQLite", load, "synchronisations of its disk", new DiskRun(own, nanoTime)::perSecond);
        } finally {
            try (Stream<Path> files = Files.walk(own)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private void postgres() throws Exception {
        try (PostgresServer server = PostgresServer.start(clients + writers)) {
            // From pgbench's documentation: with fewer branches than clients one measures contention.
            server.fillTpcb(clients);
            DatabaseConfig defaults = DatabaseConfig.of(server.create("stead"));
            var config = new DatabaseConfig(
                    defaults.url(),
                    PostgresServer.ROLE,
                    Optional.empty(),
                    defaults.readers(),
                    writers,
                    Duration.ofSeconds(30));
            try (var load = new SettlementLoad(config, clients, nanoTime)) {
                compare("PostgreSQL", load, "pgbench TPC-B, scale " + clients, length -> server.tpcb(clients, length));
            }
        }
    }

    private void compare(String name, SettlementLoad load, String beside, Rate baseline) throws Exception {
        var bar = new ProgressBar(spec.commandLine().getErr(), name, 2L * rounds + 1);
        Duration turn = Duration.ofNanos((long) (seconds / rounds * 1e9));
        load.perSecond(Duration.ofNanos((long) (warmUp * 1e9)));
        double settled = 0;
        double most = 0;
        for (int round = 0; round < rounds; round++) {
            bar.at(2L * round + 1);
            most += baseline.perSecond(turn) / rounds;
            bar.at(2L * round + 2);
            settled += load.perSecond(turn) / rounds;
        }
        load.check();
        bar.end();
        say(String.format(
                Locale.ROOT,
                "%-11s %8d %,14.0f   %-28s %,10.0f %7.2f",
                name,
                clients,
                settled,
                beside,
                most,
                settled / most));
    }

    private void say(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
