package dev.stead.matcher.grpc;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.audit.Act;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.time.PeriodicTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How often which terminal was answered what, for the audit log: an act for each gallery and minute in which anybody was answered. A leaf
 * for each answer would be a write to the store for each look into a camera; this is a count in memory, which a kill loses up to a minute
 * of. No subject is counted, and of people's phones only that they were phones. Thread-safe.
 */
public final class AnswerCounts implements AutoCloseable {
    static final String ACT = "answers.counted";

    private static final Logger LOG = LoggerFactory.getLogger(AnswerCounts.class);
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    /** A leaf of some 20 KB. */
    private static final int CALLERS_IN_A_LEAF = 500;

    private final Consumer<Act> log;
    private final ConcurrentHashMap<Counted, Long> counts = new ConcurrentHashMap<>();
    private final PeriodicTask task = new PeriodicTask("answer-counts", AnswerCounts::failed);

    private record Counted(String gallery, String caller, String outcome) {}

    /** @param log takes an act for good, or throws */
    public AnswerCounts(Consumer<Act> log) {
        this.log = log;
    }

    /** Writes each minute; the lifecycle owns it, and must close the log after it. */
    public static AnswerCounts start(Consumer<Act> log, Lifecycle lifecycle) {
        var counts = lifecycle.own(new AnswerCounts(log));
        var _ = counts.task.startWithFixedDelay(INTERVAL, INTERVAL, counts::write);
        return counts;
    }

    private static void failed(RuntimeException failure) {
        LOG.warn("what terminals were answered is not in the audit log yet; trying again in a minute", failure);
    }

    /** Nanoseconds: to be called on the way of an answer. */
    void count(String gallery, Caller caller, String outcome) {
        String counted = caller instanceof Caller.Person ? "person" : caller.path();
        counts.merge(new Counted(gallery, counted, outcome), 1L, Long::sum);
    }

    /** Each count is in exactly one act, whatever is counted meanwhile; what cannot be written stays. */
    void write() {
        var galleries = counts.keySet().stream()
                .collect(Collectors.groupingBy(
                        Counted::gallery,
                        TreeMap::new,
                        Collectors.groupingBy(Counted::caller, TreeMap::new, Collectors.toList())));
        galleries.forEach((gallery, callers) -> {
            List<List<Counted>> all = List.copyOf(callers.values());
            for (int i = 0; i < all.size(); i += CALLERS_IN_A_LEAF) {
                write(gallery, all.subList(i, Math.min(all.size(), i + CALLERS_IN_A_LEAF)));
            }
        });
    }

    private void write(String gallery, List<List<Counted>> callers) {
        var taken = new ArrayList<Map.Entry<Counted, Long>>();
        Act act = Act.of(ACT).about("gallery", gallery);
        for (List<Counted> caller : callers) {
            var outcomes = new TreeMap<String, Long>();
            for (Counted each : caller) {
                Long count = counts.remove(each);
                if (count != null) {
                    taken.add(Map.entry(each, count));
                    outcomes.put(each.outcome(), count);
                }
            }
            if (!outcomes.isEmpty()) {
                act = about(act, caller.getFirst().caller(), outcomes);
            }
        }
        if (taken.isEmpty()) {
            return; // somebody else has written them
        }
        try {
            log.accept(act);
        } catch (RuntimeException e) {
            taken.forEach(each -> counts.merge(each.getKey(), each.getValue(), Long::sum));
            throw e;
        }
    }

    /** As {@code terminal/till-1:identified=3,not_identified=1}. */
    private static Act about(Act act, String caller, Map<String, Long> outcomes) {
        String counted = outcomes.entrySet().stream()
                .map(outcome -> outcome.getKey() + "=" + outcome.getValue())
                .collect(Collectors.joining(","));
        String[] path = caller.split("/", 2);
        return path.length == 2 ? act.about(path[0], path[1] + ":" + counted) : act.about(caller, counted);
    }

    /** Writes what was counted last. */
    @Override
    public void close() {
        task.close(CLOSE_TIMEOUT);
        write();
    }
}
