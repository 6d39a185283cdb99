package dev.stead.payment.application;

import static dev.stead.payment.domain.provider.Provider.Movement.Effect.CAPTURED;
import static dev.stead.payment.domain.provider.Provider.Movement.Effect.REFUNDED;

import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.Money;
import dev.stead.payment.domain.PaymentError;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.Period;
import dev.stead.payment.domain.SettlementId;
import dev.stead.payment.domain.ledger.EntryKind;
import dev.stead.payment.domain.provider.Provider;
import dev.stead.payment.domain.provider.Provider.Movement;
import dev.stead.payment.domain.reconciliation.Break;
import dev.stead.payment.domain.reconciliation.LedgerLine;
import dev.stead.payment.domain.settlement.Refund;
import dev.stead.payment.domain.settlement.SettlementState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lays three books side by side for a period: the settlements, the journal, and the provider's statement. It changes nothing: each break
 * is for a person.
 *
 * <p>Our side is read first, on one state of the store, then the provider's: what moves in between is under way here, and no break. The
 * statement is read for a day more at its end, so that what was asked for just before midnight and booked just after it is found.
 * Thread-safe.
 */
public final class Reconciliation {
    /** A provider may book so much later than it was asked. */
    public static final Duration LATENESS = Duration.ofHours(1);

    private static final Duration LONGEST = Duration.ofDays(31);
    private static final Duration MARGIN = Duration.ofDays(1);
    // The provider's clock may be behind ours.
    private static final Duration SKEW = Duration.ofMinutes(5);
    private static final int MOST_BREAKS = 10_000;
    private static final int MOST_ROWS = 2_000_000;

    private final UnitOfWork store;
    private final Provider provider;

    /** Over a store and the present provider. */
    public Reconciliation(UnitOfWork store, Provider provider) {
        this.store = store;
        this.provider = provider;
    }

    /**
     * What was found.
     *
     * @param settlements how many were compared
     * @param open how many of them are under way or in review, so that nothing can be said yet
     * @param refunds how many were compared
     * @param movements how many the provider's statement has
     * @param counts breaks by kind, each kind that was found
     * @param breaks the breaks, at most 10,000
     */
    public record Report(
            long settlements,
            long open,
            long refunds,
            long movements,
            Map<Break.Kind, Long> counts,
            List<Break> breaks) {
        /** How many breaks there are. */
        public long total() {
            return counts.values().stream().mapToLong(Long::longValue).sum();
        }
    }

    /**
     * Compares a period.
     *
     * @throws PaymentException {@code PERIOD_INVALID} for more than 31 days, {@code STATEMENT_UNAVAILABLE} if the provider's statement cannot be had, {@code PERIOD_TOO_FULL}
     */
    public Report compare(Period period) {
        if (Duration.between(period.from(), period.until()).compareTo(LONGEST) > 0) {
            throw new PaymentException(PaymentError.PERIOD_INVALID, "the period must have at most 31 days");
        }
        var run = new Run(period);
        store.read(books -> {
            books.reconciliation().settlements(period, run::own);
            books.reconciliation().refunds(period, run::refund);
            return true;
        });
        if (!provider.withinLedger()) {
            run.hear(statement(period));
            run.compare();
        }
        return run.report();
    }

    private Map<String, List<Movement>> statement(Period period) {
        Map<String, List<Movement>> movements = new HashMap<>();
        try {
            provider.statement(withMargin(period), movement -> {
                requireRoom(movements.size());
                movements
                        .computeIfAbsent(movement.key(), _ -> new ArrayList<>(1))
                        .add(movement);
            });
        } catch (PaymentException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new PaymentException(
                    PaymentError.STATEMENT_UNAVAILABLE, "the provider's statement cannot be had now: try again later");
        }
        return movements;
    }

    private static Period withMargin(Period period) {
        return new Period(period.from().minus(SKEW), period.until().plus(MARGIN));
    }

    private static void requireRoom(int rows) {
        if (rows >= MOST_ROWS) {
            throw new PaymentException(
                    PaymentError.PERIOD_TOO_FULL, "the period has too many rows: take a shorter one");
        }
    }

    /** What this side expects of a key. */
    private record Expected(SettlementId settlement, Wish wish, Movement.Effect effect, Money amount, Shown shown) {}

    /** How it is shown, and by when the provider should have booked it; empty if it may be late. */
    private record Shown(String here, Optional<Instant> latest) {}

    private enum Wish {
        MOVED,
        NOT_MOVED,
        EITHER
    }

    private final class Run {
        private final Period period;
        private final Map<String, Expected> expected = new HashMap<>();
        private final Map<Break.Kind, Long> counts = new EnumMap<>(Break.Kind.class);
        private final List<Break> breaks = new ArrayList<>();
        private Map<String, List<Movement>> movements = Map.of();
        private long settlements;
        private long open;
        private long refunds;

        Run(Period period) {
            this.period = period;
        }

        void own(LedgerLine line) {
            requireRoom(expected.size());
            settlements++;
            Wish wish = wish(line.state());
            if (wish == Wish.EITHER) {
                open++;
            }
            compareWithJournal(line);
            line.attempt()
                    .filter(asked -> asked.provider().equals(provider.name()))
                    .ifPresent(asked -> {
                        boolean reversed = line.state() == SettlementState.REVERSED;
                        // What came too late is what is reversed.
                        Optional<Instant> latest = reversed
                                ? Optional.empty()
                                : Optional.of(line.createTime().plus(LATENESS));
                        var shown = new Shown(words(line), latest);
                        var taken = new Expected(line.settlement(), wish, CAPTURED, line.amount(), shown);
                        Wish back = reversed || wish == Wish.EITHER ? wish : Wish.NOT_MOVED;
                        expected.put(asked.key(), taken);
                        expected.put(
                                asked.reversalKey(),
                                new Expected(line.settlement(), back, REFUNDED, line.amount(), shown));
                    });
        }

        void refund(Refund refund) {
            refunds++;
            Instant latest = refund.createTime().plus(LATENESS);
            var shown = new Shown("refunded " + refund.amount(), Optional.of(latest));
            expected.put(refund.key(), new Expected(refund.settlement(), Wish.MOVED, REFUNDED, refund.amount(), shown));
        }

        void hear(Map<String, List<Movement>> statement) {
            movements = statement;
        }

        void compare() {
            expected.forEach((key, own) -> compare(key, own, movements.getOrDefault(key, List.of())));
            movements.forEach((key, its) -> {
                if (!expected.containsKey(key) && period.contains(its.getFirst().time()) && !isKnown(key)) {
                    find(Break.Kind.MISSING_HERE, key, Optional.empty(), "unknown", words(its));
                }
            });
        }

        private void compare(String key, Expected own, List<Movement> its) {
            if (own.wish == Wish.EITHER) {
                return;
            }
            Break.Kind kind = kind(own, its);
            if (kind != null) {
                find(kind, key, Optional.of(own.settlement), own.shown.here, words(its));
            }
        }

        private Break.@Nullable Kind kind(Expected own, List<Movement> its) {
            if (own.wish == Wish.NOT_MOVED) {
                return its.isEmpty() ? null : Break.Kind.STATE;
            }
            if (its.isEmpty()) {
                return Break.Kind.MISSING_AT_PROVIDER;
            }
            if (its.size() > 1) {
                return Break.Kind.DUPLICATE;
            }
            Movement one = its.getFirst();
            if (one.effect() != own.effect) {
                return Break.Kind.STATE;
            }
            if (!one.amount().currencyCode().equals(own.amount.currencyCode())) {
                return Break.Kind.CURRENCY;
            }
            if (!one.amount().equals(own.amount)) {
                return Break.Kind.AMOUNT;
            }
            return own.shown.latest.filter(latest -> one.time().isAfter(latest)).isPresent() ? Break.Kind.LATE : null;
        }

        private void compareWithJournal(LedgerLine line) {
            Wish wish = wish(line.state());
            String here = words(line);
            Optional<EntryKind> end = line.ended().map(LedgerLine.End::kind);
            boolean agrees = switch (wish) {
                case MOVED ->
                    line.state() == SettlementState.REVERSED
                            ? end.equals(Optional.of(EntryKind.VOID))
                            : end.equals(Optional.of(EntryKind.POST));
                case NOT_MOVED -> !end.equals(Optional.of(EntryKind.POST));
                case EITHER -> line.state() == SettlementState.MANUAL_REVIEW || end.isEmpty();
            };
            String key = line.attempt()
                    .map(LedgerLine.Asked::key)
                    .orElse(line.settlement().value());
            if (!agrees) {
                find(Break.Kind.STATE, key, Optional.of(line.settlement()), here, "journal: " + words(line.ended()));
            } else if (line.ended()
                    .filter(posted ->
                            posted.kind() == EntryKind.POST && !posted.amount().equals(line.amount()))
                    .isPresent()) {
                find(Break.Kind.AMOUNT, key, Optional.of(line.settlement()), here, "journal: " + words(line.ended()));
            }
        }

        private void find(Break.Kind kind, String key, Optional<SettlementId> whose, String here, String there) {
            counts.merge(kind, 1L, Long::sum);
            if (breaks.size() < MOST_BREAKS) {
                breaks.add(new Break(kind, key, whose, here, there));
            }
        }

        // It belongs to another period, or was asked for after our side was read.
        private boolean isKnown(String key) {
            return store.read(books -> ProviderKeys.settlementOf(books, key)).isPresent();
        }

        Report report() {
            long heard = movements.values().stream().mapToLong(List::size).sum();
            return new Report(settlements, open, refunds, heard, Map.copyOf(counts), List.copyOf(breaks));
        }
    }

    private static Wish wish(SettlementState state) {
        return switch (state) {
            case SETTLED, PARTIALLY_REFUNDED, REFUNDED, REVERSED, REFUNDING -> Wish.MOVED;
            case DECLINED, VOIDED, EXPIRED -> Wish.NOT_MOVED;
            case RECEIVED, HELD, SUBMITTED, AUTHORIZED, CAPTURING, UNKNOWN, VOIDING, REVERSING, MANUAL_REVIEW ->
                Wish.EITHER;
        };
    }

    private static String words(LedgerLine line) {
        return line.state() + " " + line.amount();
    }

    private static String words(List<Movement> movements) {
        return movements.isEmpty()
                ? "nothing"
                : String.join(
                        ", ",
                        movements.stream()
                                .limit(3)
                                .map(one -> one.effect() + " " + one.amount() + " at " + one.time())
                                .toList());
    }

    private static String words(Optional<LedgerLine.End> end) {
        return end.map(one -> one.kind() + " " + one.amount()).orElse("nothing");
    }
}
