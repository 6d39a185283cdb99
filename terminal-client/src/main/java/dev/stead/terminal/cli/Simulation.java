package dev.stead.terminal.cli;

import dev.stead.terminal.Identification;
import dev.stead.terminal.SignedAssertion;
import dev.stead.terminal.SteadException;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.sample.CapturedSample;
import dev.stead.terminal.sample.SampleException;
import dev.stead.terminal.sample.SampleSource;
import dev.stead.terminal.sample.SyntheticPeople;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Simulates terminals as an open loop: presentation i is due at i / rate, whether or not earlier ones have been answered, and its latency
 * counts from that time (Tene, "coordinated omission"). A stall of the matcher therefore counts for every presentation that waited behind
 * it.
 *
 * <p>Terminal t handles the presentations i with i mod terminals = t, one after the other, on a virtual thread of its own.
 */
final class Simulation {
    private static final long LARGEST_NANOS = 600_000_000_000L;

    /**
     * What to simulate.
     *
     * @param rate presentations per second, of all terminals together
     * @param presentations how many in total
     * @param strangers share of presentations by people who are not enrolled; with synthetic people only
     * @param find whether to find the tasks of each identified person
     */
    record Plan(double rate, long presentations, double strangers, boolean find, long seed) {}

    final Histogram identify = histogram();
    final Histogram find = histogram();
    final Map<String, LongAdder> outcomes = new ConcurrentSkipListMap<>();
    final Map<String, LongAdder> errors = new ConcurrentSkipListMap<>();
    final AtomicLong presented = new AtomicLong();

    private final Plan plan;
    private final SampleSource source;
    private final LongSupplier nanoTime;

    Simulation(Plan plan, SampleSource source, LongSupplier nanoTime) {
        this.plan = plan;
        this.source = source;
        this.nanoTime = nanoTime;
    }

    private static Histogram histogram() {
        Histogram histogram = new ConcurrentHistogram(1_000, LARGEST_NANOS, 3);
        histogram.setAutoResize(false);
        return histogram;
    }

    /** Runs to the end, and returns how many nanoseconds it took. */
    long run(List<SteadTerminal> terminals, ProgressLine progress) throws InterruptedException {
        long start = nanoTime.getAsLong();
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < terminals.size(); t++) {
            int first = t;
            SteadTerminal terminal = terminals.get(t);
            threads.add(Thread.ofVirtual().start(() -> {
                for (long i = first; i < plan.presentations; i += terminals.size()) {
                    present(terminal, i, start + (long) (i / plan.rate * 1e9));
                    progress.update(presented.incrementAndGet());
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        return nanoTime.getAsLong() - start;
    }

    private void present(SteadTerminal terminal, long number, long due) {
        SplittableRandom random = new SplittableRandom(plan.seed * 1_000_003 + number);
        boolean stranger = source instanceof SyntheticPeople && random.nextDouble() < plan.strangers;
        int person = random.nextInt(source.people()) + (stranger ? source.people() : 0);
        List<CapturedSample> frames;
        try {
            frames = List.of(source.probe(person, random.nextLong(1, Long.MAX_VALUE)));
        } catch (SampleException e) {
            count(errors, e.problem().name());
            return;
        }
        for (long wait = due - nanoTime.getAsLong(); wait > 0; wait = due - nanoTime.getAsLong()) {
            LockSupport.parkNanos(wait);
        }
        try {
            Identification who = terminal.identify(frames);
            record(identify, due);
            count(outcomes, (stranger ? "stranger " : "enrolled ") + name(who));
            if (plan.find && who instanceof Identification.Identified(SignedAssertion assertion)) {
                long start = nanoTime.getAsLong();
                terminal.findTasks(assertion);
                record(find, start);
            }
        } catch (SteadException e) {
            count(errors, e.reason());
        }
    }

    private void record(Histogram histogram, long since) {
        histogram.recordValue(Math.clamp(nanoTime.getAsLong() - since, 1_000, LARGEST_NANOS));
    }

    private static void count(Map<String, LongAdder> counts, String what) {
        counts.computeIfAbsent(what, key -> new LongAdder()).increment();
    }

    private static String name(Identification who) {
        return switch (who) {
            case Identification.Identified identified -> "identified";
            case Identification.Ambiguous ambiguous -> "ambiguous";
            case Identification.NotIdentified notIdentified -> "not identified";
        };
    }
}
