package dev.stead.task.application;

import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.eligibility.Eligibility;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.ring.Ring;
import dev.stead.task.domain.ring.RingId;
import dev.stead.task.domain.ring.RingTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * All accepted tasks in memory, each at the terminals where it may be done, and the rings that follow from them. A change only marks the
 * rings that it may change, and {@link #rings} makes those anew. Not thread-safe.
 */
final class TerminalTasks {
    private final Eligibility eligibility;
    private final Map<TaskId, Placed> tasks = new HashMap<>();
    private final Map<RingId, List<Placed>> ofMerchants = new HashMap<>();
    private final Map<RingId, Stand> stands = new HashMap<>();
    /** The terminals of each merchant, and those that serve every one. */
    private final Map<Optional<MerchantId>, Set<Stand>> serving = new HashMap<>();

    private final Set<RingId> tooLarge = new HashSet<>();
    private final Set<RingId> marked = new HashSet<>();

    TerminalTasks(Eligibility eligibility) {
        this.eligibility = eligibility;
    }

    /** A terminal, and the tasks that may be done at it whatever the time. */
    private static final class Stand {
        final Terminal terminal;
        final Optional<RingId> wider;
        final List<Placed> tasks = new ArrayList<>();

        Stand(Terminal terminal) {
            this.terminal = terminal;
            this.wider = RingId.around(terminal);
        }

        RingId ring() {
            return RingId.of(terminal.id());
        }

        Optional<MerchantId> merchant() {
            return Optional.ofNullable(terminal.merchantId());
        }

        Optional<RingId> site() {
            return Optional.ofNullable(terminal.siteId()).map(RingId::of);
        }
    }

    /** A task, and the terminals at which it may be done. */
    private static final class Placed {
        final RingTask task;
        List<Stand> stands = List.of();
        /** Whether it was due at the first of these instants, and until when it stays so. */
        boolean due;

        Instant judged = Instant.MAX;
        Instant until = Instant.MIN;
        /** Still in lists, until their rings are made anew. */
        boolean gone;

        Placed(RingTask task) {
            this.task = task;
        }

        boolean isJudged(Instant now) {
            return !now.isBefore(judged) && now.isBefore(until);
        }
    }

    boolean has(TaskId taskId, long version) {
        Placed placed = tasks.get(taskId);
        return placed != null && placed.task.version() == version;
    }

    /** Removes every other task. */
    void keepOnly(Set<TaskId> taskIds) {
        List<TaskId> others =
                tasks.keySet().stream().filter(id -> !taskIds.contains(id)).toList();
        others.forEach(this::remove);
    }

    /** Adds a task, or replaces what it was before. */
    void put(RingTask task) {
        remove(task.id());
        var placed = new Placed(task);
        tasks.put(task.id(), placed);
        ofMerchants
                .computeIfAbsent(RingId.of(task.merchantId()), _ -> new ArrayList<>())
                .add(placed);
        placed.stands = Stream.of(Optional.of(task.merchantId()), Optional.<MerchantId>empty())
                .flatMap(merchant -> serving.getOrDefault(merchant, Set.of()).stream())
                .filter(stand -> eligibility.admits(task.merchantId(), task.places(), stand.terminal))
                .toList();
        placed.stands.forEach(stand -> stand.tasks.add(placed));
        mark(placed);
    }

    void remove(TaskId taskId) {
        Placed placed = tasks.remove(taskId);
        if (placed != null) {
            placed.gone = true;
            mark(placed);
        }
    }

    /** Adds a terminal, or replaces what it was before. */
    void put(Terminal terminal) {
        var stand = new Stand(terminal);
        Stand before = stands.get(stand.ring());
        if (before != null && before.terminal.equals(terminal)) {
            return;
        }
        if (before != null) {
            mark(before);
            serving.getOrDefault(before.merchant(), Set.of()).remove(before);
            for (Placed placed : before.tasks) {
                placed.stands =
                        placed.stands.stream().filter(other -> other != before).toList();
            }
        }
        stands.put(stand.ring(), stand);
        serving.computeIfAbsent(stand.merchant(), _ -> new HashSet<>()).add(stand);
        for (Placed placed : tasks.values()) {
            if (eligibility.admits(placed.task.merchantId(), placed.task.places(), terminal)) {
                placed.stands =
                        Stream.concat(placed.stands.stream(), Stream.of(stand)).toList();
                stand.tasks.add(placed);
            }
        }
        mark(stand);
    }

    /** Opens and closes windows. The clock may have been set back. */
    void moveTo(Instant now) {
        for (Placed placed : tasks.values()) {
            if (!placed.isJudged(now)) {
                boolean due = placed.task.isDue(now);
                placed.judged = now;
                placed.until = placed.task.dueUntil(now);
                if (due != placed.due) {
                    placed.due = due;
                    placed.stands.forEach(stand -> marked.add(stand.ring()));
                }
            }
        }
    }

    private void mark(Placed placed) {
        marked.add(RingId.of(placed.task.merchantId()));
        placed.stands.forEach(this::mark);
    }

    private void mark(Stand stand) {
        marked.add(stand.ring());
        stand.merchant().map(RingId::of).ifPresent(marked::add);
        stand.site().ifPresent(marked::add);
    }

    /** The rings that may have changed since the last call. */
    List<Ring> rings() {
        // The wider ones first: that one is too large changes those of its terminals.
        Stream<Ring> wider = List.copyOf(marked).stream().flatMap(id -> switch (id.kind()) {
            case MERCHANT, SITE -> Stream.of(widerRing(id));
            case TERMINAL -> Stream.empty();
        });
        List<Ring> rings = new ArrayList<>(wider.toList());
        for (RingId id : marked) {
            Stand stand = stands.get(id);
            if (stand != null) {
                rings.add(terminalRing(stand));
            }
        }
        marked.clear();
        return rings;
    }

    private Ring widerRing(RingId id) {
        List<Stand> inside = standsWhere(stand -> stand.wider, id);
        Stream<Placed> holding = switch (id.kind()) {
            case MERCHANT -> remaining(ofMerchants.getOrDefault(id, new ArrayList<>()));
            case SITE -> standsWhere(Stand::site, id).stream().flatMap(stand -> remaining(stand.tasks));
            case TERMINAL -> throw new IllegalArgumentException("not a wider ring: " + id);
        };
        // Nobody looks at the ring of a place whose terminals do not name it.
        Set<PersonId> subjects = inside.isEmpty() ? Set.of() : delegates(holding);
        boolean large = subjects.size() > Ring.MOST;
        if (large ? tooLarge.add(id) : tooLarge.remove(id)) {
            inside.forEach(stand -> marked.add(stand.ring()));
        }
        return new Ring(id, large ? Set.of() : subjects, null);
    }

    private List<Stand> standsWhere(Function<Stand, Optional<RingId>> place, RingId id) {
        return stands.values().stream()
                .filter(stand -> place.apply(stand).filter(id::equals).isPresent())
                .toList();
    }

    private Ring terminalRing(Stand stand) {
        Set<PersonId> subjects = delegates(remaining(stand.tasks).filter(placed -> placed.due));
        return new Ring(
                stand.ring(),
                subjects.size() > Ring.MOST ? Set.of() : subjects,
                stand.wider.filter(id -> !tooLarge.contains(id)).orElse(null));
    }

    private static Stream<Placed> remaining(List<Placed> placed) {
        placed.removeIf(one -> one.gone);
        return placed.stream();
    }

    private static Set<PersonId> delegates(Stream<Placed> placed) {
        return placed.map(one -> one.task.delegateId()).collect(Collectors.toUnmodifiableSet());
    }
}
