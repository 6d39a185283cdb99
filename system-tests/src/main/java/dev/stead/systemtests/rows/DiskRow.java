package dev.stead.systemtests.rows;

import dev.stead.mesh.time.Environment;
import dev.stead.systemtests.disk.SimulatedDisk;
import dev.stead.terminal.Deadlines;
import dev.stead.terminal.ServiceChannels;
import dev.stead.terminal.SignedAssertion;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.TerminalConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;

/**
 * D1: a terminal's journal on a disk that at a crash keeps any subset of what was not synchronised. Whatever it keeps, the terminal opens
 * again and resumes each request that the task service has seen and not answered, and no other.
 */
final class DiskRow implements Row {
    private static final Duration NO_TIME = Duration.ofNanos(1);
    private static final Deadlines SHORT =
            new Deadlines(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), NO_TIME, NO_TIME);
    private static final int CONFIRMATIONS = 12;
    private static final int STATES_A_CHANGE = 4;

    @Override
    public String name() {
        return "D1-journal";
    }

    @Override
    public String proves() {
        return "whatever a crash leaves of a terminal's journal, it opens again and no request is forgotten";
    }

    /** A disk after a crash, and what the terminal owed at that instant. */
    private record Crashed(SimulatedDisk disk, Set<String> owed, Set<String> begun) {}

    @Override
    public Result run(RowContext context) throws Exception {
        int states = context.size().of(2_000, 50_000);
        var random = new Random(context.seed());
        List<String> lost = new ArrayList<>();
        int tried = 0;
        int owing = 0;
        while (tried < states) {
            for (Crashed crashed : life(context, random)) {
                tried++;
                owing += crashed.owed.isEmpty() ? 0 : 1;
                reopen(context, random, crashed, lost);
            }
        }
        return new Result()
                .figure("states", tried)
                .figure("owing", owing)
                .require(owing > tried / 2, "in too few states anything was owed")
                .none("lost", lost);
    }

    /** One terminal's life, with crashed disks of many instants of it. */
    private static List<Crashed> life(RowContext context, Random random) throws Exception {
        var disk = new SimulatedDisk();
        List<Crashed> crashes = new ArrayList<>();
        try (var service = FakeTaskService.start(random)) {
            disk.observe(() -> {
                for (int i = 0; i < STATES_A_CHANGE; i++) {
                    crashes.add(new Crashed(disk.crash(random), service.owed(), service.seen()));
                }
            });
            try (SteadTerminal terminal = open(context, random, disk, service)) {
                for (int i = 0; i < CONFIRMATIONS; i++) {
                    terminal.confirm(
                            new SignedAssertion(
                                    "assertion-" + i, context.clock().instant()),
                            "task-" + i);
                }
            }
        }
        return crashes;
    }

    private static void reopen(RowContext context, Random random, Crashed crashed, List<String> lost) throws Exception {
        try (var service = FakeTaskService.start(random)) {
            try (SteadTerminal again = open(context, random, crashed.disk, service)) {
                again.resumed().get();
            } catch (RuntimeException | ExecutionException e) {
                lost.add("the terminal does not open again: " + e.getMessage());
                return;
            }
            Set<String> forgotten = new TreeSet<>(crashed.owed);
            forgotten.removeAll(service.seen());
            forgotten.forEach(id -> lost.add("request " + id + " was sent, and forgotten"));
        }
    }

    private static SteadTerminal open(RowContext context, Random random, SimulatedDisk disk, FakeTaskService service) {
        var services = new ServiceChannels(service.channel(), service.channel(), service.channel());
        return SteadTerminal.open(
                new TerminalConfig("people", disk.path("till.journal"), SHORT, Optional.empty()),
                services,
                new Environment(context.clock(), random));
    }
}
