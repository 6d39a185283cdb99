package dev.stead.matcher.limit;

import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.DecisionBudget;
import dev.stead.matcher.domain.DecisionBudget.Charge;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.limit.DecisionCounts.CountKey;
import dev.stead.matcher.limit.DecisionCounts.Kind;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts decisions, durably: by source, by subject and source, and by subject. The share of one source ends before what a subject has at
 * all of them, so that no terminal can use it up. Owns its writer's thread, not the store. Thread-safe; a charge takes no lock.
 */
public final class CountedBudget implements DecisionBudget, AutoCloseable {
    /** One terminal's part of the near answers about an enrolment, in 30 days: in any 30 days there are two periods at most. */
    private static final int PARTS = 6;

    private final Allowance allowance;
    private final DecisionCounts counts;
    private final InstantSource clock;
    private final CountWriter writer;
    private final Map<CountKey, Counter> counters = new ConcurrentHashMap<>();
    private final Map<CaptureSource, Quarantine> quarantines = new ConcurrentHashMap<>();
    private final Map<Limit, LongAdder> reached = new EnumMap<>(Limit.class);
    private final AtomicLong swept = new AtomicLong();

    /** What was reached, for the operator; nobody is named. */
    public enum Limit {
        SOURCE_ANSWERS,
        SOURCE_REFUSALS,
        SOURCE_ENROLMENTS,
        SUBJECT_IDENTIFIED,
        SUBJECT_NEAR
    }

    /**
     * How much is allowed.
     *
     * @param answers to one source, in an hour
     * @param refusals to one terminal in ten minutes, before it has to wait
     * @param identified of one subject at one source, in a day; at all of them it is two and a half times as many
     * @param near about one enrolment, as long as it lasts
     * @param enrolments samples of one operator's enrolments, in a day, that are near somebody; a person enrols and adds a twentieth as
     *     often, near or not
     */
    public record Allowance(int answers, int refusals, int identified, int near, int enrolments) {
        public static final Allowance STANDARD = new Allowance(2_000, 20, 60, 400, 100);

        int of(CountKey key) {
            return switch (key.kind()) {
                case ANSWERS -> answers;
                case ENROLMENTS -> key.isOfPhone() ? Math.max(1, enrolments / 20) : enrolments;
                case IDENTIFIED_HERE -> identified;
                case IDENTIFIED -> (int) Math.min(Integer.MAX_VALUE, identified * 5L / 2);
                case NEAR_HERE -> Math.max(1, near / PARTS);
                case NEAR -> near;
            };
        }
    }

    /** Reads what was counted before. */
    public CountedBudget(Allowance allowance, DecisionCounts counts, InstantSource clock) {
        this.allowance = allowance;
        this.counts = counts;
        this.clock = clock;
        for (Limit limit : Limit.values()) {
            reached.put(limit, new LongAdder());
        }
        this.writer = new CountWriter(counts);
        counts.load(clock.instant()).forEach((key, count) -> counters.put(key, counter(key, count)));
        swept.set(Kind.ANSWERS.periodAt(clock.instant()));
    }

    /** How often a limit was reached since the start. */
    public long reached(Limit limit) {
        LongAdder times = reached.get(limit);
        return times == null ? 0 : times.sum();
    }

    @Override
    public Charge answer(CaptureSource source) {
        Instant now = clock.instant();
        sweepOnceAnHour(now);
        Quarantine quarantine = quarantines.get(source);
        if (quarantine != null && quarantine.holds(now)) {
            throw new MatcherException(
                    MatcherError.DECISION_BUDGET_SPENT,
                    "too many refusals in ten minutes: wait before retrying, longer each time");
        }
        Charge charge = counter(CountKey.of(Kind.ANSWERS, source, now)).spend();
        if (!charge.isPaid()) {
            count(Limit.SOURCE_ANSWERS);
            throw new MatcherException(
                    MatcherError.DECISION_BUDGET_SPENT, "too many answers in one hour: wait before retrying");
        }
        return charge;
    }

    @Override
    public void refused(CaptureSource source) {
        if (quarantines
                .computeIfAbsent(source, _ -> new Quarantine(allowance.refusals()))
                .refused(clock.instant())) {
            count(Limit.SOURCE_REFUSALS);
        }
    }

    @Override
    public Charge near(Telling telling, int answers) {
        Charge charge = Charge.PAID;
        for (int i = 0; i < answers && charge.isPaid(); i++) {
            charge = charge.and(spend(telling, Kind.NEAR_HERE, Kind.NEAR, Limit.SUBJECT_NEAR));
        }
        return charge;
    }

    /** Once the near answers are spent, also what is clear is refused: else the boundary would only have moved. */
    @Override
    public Charge identified(Telling telling) {
        Instant now = clock.instant();
        if (isSpent(CountKey.here(Kind.NEAR_HERE, telling, now))
                || isSpent(CountKey.everywhere(Kind.NEAR, telling, now))) {
            count(Limit.SUBJECT_NEAR);
            return Charge.SPENT;
        }
        return spend(telling, Kind.IDENTIFIED_HERE, Kind.IDENTIFIED, Limit.SUBJECT_IDENTIFIED);
    }

    /** Both, or neither. */
    private Charge spend(Telling telling, Kind atSource, Kind atAll, Limit limit) {
        Instant now = clock.instant();
        Counter here = counter(CountKey.here(atSource, telling, now));
        Charge first = here.spend();
        Charge second = first.isPaid()
                ? counter(CountKey.everywhere(atAll, telling, now)).spend()
                : Charge.SPENT;
        if (second.isPaid()) {
            return first.and(second);
        }
        if (first.isPaid()) {
            here.giveBack();
        }
        count(limit);
        return Charge.SPENT;
    }

    @Override
    public void requireEnrolmentsLeft(CaptureSource enrolling) {
        if (isSpent(CountKey.of(Kind.ENROLMENTS, enrolling, clock.instant()))) {
            count(Limit.SOURCE_ENROLMENTS);
            throw new MatcherException(
                    MatcherError.DECISION_BUDGET_SPENT,
                    enrolling.device() == CaptureSource.Device.PHONE
                            ? "too many enrolments and added templates in one day: wait until tomorrow"
                            : "too many enrolments in one day looked like somebody who is enrolled already: wait until tomorrow");
        }
    }

    @Override
    public void enrolment(CaptureSource enrolling) {
        counter(CountKey.of(Kind.ENROLMENTS, enrolling, clock.instant())).spend();
    }

    @Override
    public void requireLeft(GalleryId gallery, SubjectId subject) {
        var telling = new Telling(gallery, subject, CaptureSource.phoneOf(subject));
        Instant now = clock.instant();
        if (isSpent(CountKey.everywhere(Kind.NEAR, telling, now))) {
            throw new MatcherException(
                    MatcherError.ENROLMENT_SPENT,
                    "there were so many near answers about this enrolment that it identifies nobody any more: enrol again");
        }
        if (isSpent(CountKey.everywhere(Kind.IDENTIFIED, telling, now))) {
            throw new MatcherException(
                    MatcherError.DECISION_BUDGET_SPENT, "too many identifications in one day: wait until tomorrow");
        }
    }

    private boolean isSpent(CountKey key) {
        Counter known = counters.get(key);
        return known != null && known.isSpent();
    }

    @Override
    public void forget(GalleryId gallery, SubjectId subject) {
        counters.keySet()
                .removeIf(key ->
                        key.subject().equals(subject.value()) && key.gallery().equals(gallery.value()));
    }

    private Counter counter(CountKey key) {
        Counter known = counters.get(key);
        return known != null ? known : counters.computeIfAbsent(key, it -> counter(it, 0));
    }

    private Counter counter(CountKey key, int before) {
        int limit = allowance.of(key);
        return key.isKept() ? new Counter(limit, before, it -> writer.reserve(key, it)) : Counter.inMemory(limit);
    }

    private void count(Limit limit) {
        LongAdder times = reached.get(limit);
        if (times != null) {
            times.increment();
        }
    }

    /** What is over is of no use. */
    private void sweepOnceAnHour(Instant now) {
        long hour = Kind.ANSWERS.periodAt(now);
        long before = swept.get();
        if (hour > before && swept.compareAndSet(before, hour)) {
            Thread.ofVirtual().name("decision-counts-sweep").start(() -> {
                counters.keySet().removeIf(key -> key.isOver(now));
                quarantines.values().removeIf(quarantine -> quarantine.isForgiven(now));
                counts.deleteOver(now);
            });
        }
    }

    /** Gives back what was reserved and not used. */
    @Override
    public void close() {
        writer.close();
        counters.keySet().removeIf(key -> !key.isKept());
        writer.giveBack(counters);
    }
}
