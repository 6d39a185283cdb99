package dev.stead.task.testing;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.v1.RevokeTaskRequest;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What rings cost. {@code latency N}: the time from a task that was accepted, and from one that was revoked, to the message at a matcher,
 * all in this process, N times. {@code size TASKS TERMINALS}: {@link RingSize}.
 */
public final class RingFigures {
    private static final String RING = "terminal/t-near";

    private RingFigures() {}

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "latency" -> latency(Integer.parseInt(arguments[1]));
            case "size" -> RingSize.measure(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            case String other -> throw new IllegalArgumentException("latency N, or size TASKS TERMINALS, not " + other);
        }
        System.exit(0);
    }

    static void latency(int times) throws InterruptedException {
        List<Long> joined = new ArrayList<>();
        List<Long> left = new ArrayList<>();
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS);
                var world = new TaskWorld(test.database())) {
            world.settle();
            RingFollower matcher = RingFollower.watch(world, "", Integer.MAX_VALUE);
            for (int i = 0; i < times; i++) {
                Task task = world.ready("o-" + i, TaskKind.TASK_KIND_PAYMENT);
                joined.add(waited(matcher, List.of("bob")));
                var _ = world.phone("alice")
                        .revokeTask(RevokeTaskRequest.newBuilder()
                                .setRequestId(TaskWorld.id())
                                .setTaskId(task.getTaskId())
                                .build());
                left.add(waited(matcher, List.of()));
            }
        }
        print("accepted", joined);
        print("revoked", left);
    }

    private static long waited(RingFollower matcher, List<String> subjects) throws InterruptedException {
        long start = System.nanoTime();
        while (!subjects.equals(matcher.rings.get(RING))) {
            var _ = matcher.next();
        }
        return System.nanoTime() - start;
    }

    private static void print(String what, List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        System.out.printf(
                Locale.ROOT,
                "%s -> message at the matcher, %d times: p50 %.0f ms, p99 %.0f ms, max %.0f ms%n",
                what,
                sorted.size(),
                sorted.get(sorted.size() / 2) / 1e6,
                sorted.get(sorted.size() * 99 / 100) / 1e6,
                sorted.getLast() / 1e6);
    }
}
