package dev.stead.task.application;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.Repositories.Tasks.Stage;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.eligibility.Eligibility;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.ring.Ring;
import dev.stead.task.domain.ring.RingId;
import dev.stead.task.domain.ring.RingTask;
import dev.stead.task.domain.task.Task;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/**
 * The rings as of the last {@link #refresh}, each under the version at which it changed last: whoever has read up to a version reads what
 * comes after it. One thread refreshes; any number of others read, and none waits.
 *
 * <p>A refresh reads what changed since the one before, also by another process. Once a minute it reads everything: a transaction that
 * took longer to commit than the overlap is found then.
 */
public final class TaskRings {
    /** By how much a transaction may commit later than others, and a process's clock be behind. */
    private static final Duration OVERLAP = Duration.ofSeconds(30);

    private static final Duration FULL_READ = Duration.ofMinutes(1);
    private static final int BATCH = 500;

    private final UnitOfWork unitOfWork;
    private final InstantSource clock;
    private final String instance;
    private final ConcurrentNavigableMap<Long, Ring> rings = new ConcurrentSkipListMap<>();
    /** Here and below: only touched by the thread that refreshes. */
    private final TerminalTasks tasks;

    private final Map<RingId, Long> versions = new HashMap<>();
    private long epoch;
    private Instant lastRead = Instant.EPOCH;
    private Instant lastFullRead = Instant.EPOCH;

    /** @param instance an id of this process: its versions mean nothing to another */
    public TaskRings(UnitOfWork unitOfWork, Eligibility eligibility, InstantSource clock, String instance) {
        this.unitOfWork = unitOfWork;
        this.clock = clock;
        this.instance = instance;
        this.tasks = new TerminalTasks(eligibility);
    }

    public String instance() {
        return instance;
    }

    /** Of the ring that changed last; 0 if there is none. */
    public long version() {
        Map.Entry<Long, Ring> last = rings.lastEntry();
        return last == null ? 0 : last.getKey();
    }

    /** The rings that changed after this version, by the version at which they did; after 0 all. A view, which refreshes change. */
    public SortedMap<Long, Ring> after(long version) {
        return Collections.unmodifiableSortedMap(rings.tailMap(version, false));
    }

    /** Brings the rings up to date. After a failure the next one makes good what this one left. */
    public void refresh() {
        Instant now = Micros.now(clock);
        boolean full = now.isBefore(lastRead) || !now.isBefore(lastFullRead.plus(FULL_READ));
        Changes changes = unitOfWork.read(repositories -> changes(repositories, full));
        changes.terminals.forEach(tasks::put);
        if (full) {
            tasks.keepOnly(changes.stages.stream().map(Stage::taskId).collect(Collectors.toSet()));
        }
        take(changes.stages);
        tasks.moveTo(now);
        tasks.rings().forEach(this::publish);
        epoch = changes.epoch;
        lastRead = now;
        if (full) {
            lastFullRead = now;
        }
    }

    private record Changes(long epoch, List<Terminal> terminals, List<Stage> stages) {}

    private Changes changes(Repositories repositories, boolean full) {
        long epochNow = repositories.registry().epoch();
        return new Changes(
                epochNow,
                full || epochNow != epoch ? repositories.registry().terminals() : List.of(),
                full
                        ? repositories.tasks().findAccepted()
                        : repositories.tasks().findChanged(lastRead.minus(OVERLAP)));
    }

    private void take(List<Stage> stages) {
        List<TaskId> unread = new ArrayList<>();
        for (Stage stage : stages) {
            switch (stage.state()) {
                case READY, EXECUTING -> {
                    if (!tasks.has(stage.taskId(), stage.version())) {
                        unread.add(stage.taskId());
                    }
                }
                case PROPOSED, SUCCEEDED, FAILED, DECLINED, REVOKED, EXPIRED -> tasks.remove(stage.taskId());
            }
        }
        for (int from = 0; from < unread.size(); from += BATCH) {
            List<TaskId> batch = unread.subList(from, Math.min(from + BATCH, unread.size()));
            unitOfWork.read(repositories -> repositories.tasks().find(batch)).forEach(this::take);
        }
    }

    private void take(Task task) {
        RingTask.of(task).ifPresentOrElse(tasks::put, () -> tasks.remove(task.id()));
    }

    /** Whoever reads meanwhile finds the ring at its old place, at its new one or at both. */
    private void publish(Ring ring) {
        Long before = versions.get(ring.id());
        if (before != null && ring.equals(rings.get(before))) {
            return;
        }
        long version = version() + 1;
        rings.put(version, ring);
        versions.put(ring.id(), version);
        if (before != null) {
            rings.remove(before);
        }
    }
}
