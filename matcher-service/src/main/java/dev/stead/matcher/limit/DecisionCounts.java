package dev.stead.matcher.limit;

import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.DecisionBudget.Telling;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Port: the counters behind a {@link CountedBudget}, durable, and one for all processes that share a store. Thread-safe. */
public interface DecisionCounts {
    /** What is counted, and for how long. */
    enum Kind {
        /** Answers to a source, by the hour. */
        ANSWERS(Duration.ofHours(1)),
        /** Enrolments by one operator or person that are near somebody, by the day. */
        ENROLMENTS(Duration.ofDays(1)),
        /** Identifications of a subject at one source, by the day. */
        IDENTIFIED_HERE(Duration.ofDays(1)),
        /** Identifications of a subject at all sources, by the day. */
        IDENTIFIED(Duration.ofDays(1)),
        /** Near answers about a subject to one source, in periods of 30 days. */
        NEAR_HERE(Duration.ofDays(30)),
        /** Near answers about a subject to all sources, until they are erased. */
        NEAR(Duration.ZERO);

        private final Duration period;

        Kind(Duration period) {
            this.period = period;
        }

        /** The period of this kind that a time is in. */
        public long periodAt(Instant time) {
            return period.isZero() ? 0 : Math.floorDiv(time.getEpochSecond(), period.toSeconds());
        }

        /** Whether a period is over; what was counted in it is of no use then. */
        public boolean isOver(long countedIn, Instant now) {
            return periodAt(now) > countedIn;
        }
    }

    /**
     * One counter.
     *
     * @param gallery and subject: empty if it is about a source alone
     * @param source a terminal's id, or another source behind its prefix; empty if it is about all sources
     * @param period since 1970, of the kind's length
     */
    record CountKey(Kind kind, String gallery, String subject, String source, long period) {
        /** No id of a terminal begins so. Of what is told about a subject all phones are one source, and so are all operators. */
        private static final String PHONE = ":phone:";

        private static final String OPERATOR = ":operator:";

        static CountKey of(Kind kind, CaptureSource source, Instant time) {
            return new CountKey(kind, "", "", prefix(source) + source.id(), kind.periodAt(time));
        }

        static CountKey here(Kind kind, Telling telling, Instant time) {
            return new CountKey(
                    kind,
                    telling.gallery().value(),
                    telling.subject().value(),
                    telling.source().device() == CaptureSource.Device.TERMINAL
                            ? telling.source().id()
                            : prefix(telling.source()),
                    kind.periodAt(time));
        }

        static CountKey everywhere(Kind kind, Telling telling, Instant time) {
            return new CountKey(
                    kind, telling.gallery().value(), telling.subject().value(), "", kind.periodAt(time));
        }

        /** What a phone asks is about its owner, whose id must not outlive them: so its answers are counted in memory only. */
        boolean isKept() {
            return !subject.isEmpty() || !source.startsWith(PHONE);
        }

        boolean isOfPhone() {
            return source.startsWith(PHONE);
        }

        private static String prefix(CaptureSource source) {
            return switch (source.device()) {
                case TERMINAL -> "";
                case PHONE -> PHONE;
                case OPERATOR -> OPERATOR;
            };
        }

        public boolean isOver(Instant now) {
            return kind.isOver(period, now);
        }
    }

    /** All counters whose period is not over. */
    Map<CountKey, Integer> load(Instant now);

    /**
     * Adds to counters, durable when this returns.
     *
     * @param amounts negative to give back what was not used
     * @return the new totals, with what other processes added; none for a subject who is not enrolled
     */
    Map<CountKey, Integer> add(Map<CountKey, Integer> amounts);

    /** Deletes the counters whose period is over. */
    void deleteOver(Instant now);
}
