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
import dev.stead.payment.domain.reconciliation.RefundLine;
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
 * Compares the settlements of a period with the journal and with the provider's statement. It changes nothing: each break is for a person.
 *
 * <p>Our side is read first, on one state of the store, then the provider's: what moves in between is under way here, and no break. The
 * statement is read for one more day at its end, so that what was created just before midnight and booked just after it is found.
 * Thread-safe.
 */
public final class Reconciliation {
    /** A provider may book so much later than it was called. */
    public static final Duration LATENESS = Duration.ofHours(1);

    private static final Duration MAX_PERIOD = Duration.ofDays(31);
    private static final Duration MARGIN = Duration.ofDays(1);
    // The provider's clock may be behind ours.
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);
    private static final int MAX_BREAKS = 10_000;
    private static final int MAX_ROWS = 2_000_000;

    private final UnitOfWork unitOfWork;
    private final Provider provider;
    private final int maxRows;

    Reconciliation(UnitOfWork unitOfWork, Provider provider) {
        this(unitOfWork, provider, MAX_ROWS);
    }

    /** One that has memory for so many rows of each side. */
    Reconciliation(UnitOfWork unitOfWork, Provider provider, int maxRows) {
        this.unitOfWork = unitOfWork;
        this.provider = provider;
        this.maxRows = maxRows;
    }

    /**
     * What was found.
     *
     * @param settlements how many were compared
     * @param open how many of them are under way or in review, so that nothing can be said yet
     * @param refunds how many were compared
     * @param movements how many the provider's statement has
     * @param counts breaks by kind, each kind that was found
     * @param breaks at most 10,000
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
     * @throws PaymentException {@code PERIOD_INVALID} for more than 31 days, {@code STATEMENT_UNAVAILABLE} if the provider's statement
     *     cannot be read, {@code PERIOD_TOO_FULL}
     */
    public Report compare(Period period) {
        if (Duration.between(period.from(), period.until()).compareTo(MAX_PERIOD) > 0) {
            throw new PaymentException(PaymentError.PERIOD_INVALID, "the period must have at most 31 days");
        }
        var comparison = new Comparison(period);
        unitOfWork.read(repositories -> {
            repositories.reconciliation().settlements(period, comparison::addSettlement);
            repositories.reconciliation().refunds(period, comparison::addRefund);
            return true;
        });
        if (!provider.settlesWithinLedger()) {
            comparison.compareWith(statement(period));
        }
        return comparison.report();
    }

    /** The movements of the provider's statement by their key. */
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
                    PaymentError.STATEMENT_UNAVAILABLE, "the provider's statement cannot be read now; try again later");
        }
        return movements;
    }

    private static Period withMargin(Period period) {
        return new Period(period.from().minus(CLOCK_SKEW), period.until().plus(MARGIN));
    }

    private void requireRoom(int rows) {
        if (rows >= maxRows) {
            throw new PaymentException(
                    PaymentError.PERIOD_TOO_FULL, "the period has too many rows; give a shorter one");
        }
    }

    /**
     * What our side says about a provider's key.
     *
     * @param description as a break shows it
     * @param latest when the provider should have booked it at the latest; empty if it may be late
     */
    private record Expected(
            SettlementId settlement,
            Expectation expectation,
            Movement.Effect effect,
            Money amount,
            String description,
            Optional<Instant> latest) {}

    private enum Expectation {
        MOVED,
        NOT_MOVED,
        EITHER
    }

    private final class Comparison {
        private final Period period;
        private final Map<String, Expected> expected = new HashMap<>();
        private final Map<Break.Kind, Long> counts = new EnumMap<>(Break.Kind.class);
        private final List<Break> breaks = new ArrayList<>();
        private long settlements;
        private long open;
        private long refunds;
        private long movements;

        Comparison(Period period) {
            this.period = period;
        }

        void addSettlement(LedgerLine line) {
            requireRoom(expected.size());
            settlements++;
            if (expectation(line.state()) == Expectation.EITHER) {
                open++;
            }
            compareWithJournal(line);
            line.attempt()
                    .filter(attempt -> attempt.provider().equals(provider.name()))
                    .ifPresent(attempt -> expect(line, attempt));
        }

        private void expect(LedgerLine line, LedgerLine.ProviderAttemptKey attempt) {
            Expectation captured = expectation(line.state());
            boolean isReversed = line.state() == SettlementState.REVERSED;
            Expectation reversed = isReversed || captured == Expectation.EITHER ? captured : Expectation.NOT_MOVED;
            // Only what came too late is reversed.
            Optional<Instant> latest = isReversed
                    ? Optional.empty()
                    : Optional.of(line.createTime().plus(LATENESS));
            SettlementId id = line.settlement();
            String description = describe(line);
            expected.put(attempt.key(), new Expected(id, captured, CAPTURED, line.amount(), description, latest));
            expected.put(
                    attempt.reversalKey(), new Expected(id, reversed, REFUNDED, line.amount(), description, latest));
        }

        void addRefund(RefundLine line) {
            requireRoom(expected.size());
            refunds++;
            if (!line.provider().equals(provider.name())) {
                return;
            }
            Refund refund = line.refund();
            Expectation expectation = switch (line.finding()) {
                case MOVED -> Expectation.MOVED;
                case NOT_MOVED -> Expectation.NOT_MOVED;
            };
            expected.put(
                    refund.key(),
                    new Expected(
                            refund.settlement(),
                            expectation,
                            REFUNDED,
                            refund.amount(),
                            describe(line),
                            Optional.of(refund.createTime().plus(LATENESS))));
        }

        void compareWith(Map<String, List<Movement>> statement) {
            movements = statement.values().stream().mapToLong(List::size).sum();
            expected.forEach((key, ours) -> compare(key, ours, statement.getOrDefault(key, List.of())));
            statement.forEach((key, theirs) -> {
                if (!expected.containsKey(key)
                        && period.contains(theirs.getFirst().time())
                        && !isKnown(key)) {
                    addBreak(Break.Kind.MISSING_HERE, key, Optional.empty(), "unknown", describe(theirs));
                }
            });
        }

        private void compare(String key, Expected ours, List<Movement> theirs) {
            if (ours.expectation == Expectation.EITHER) {
                return;
            }
            Break.Kind kind = kind(ours, theirs);
            if (kind != null) {
                addBreak(kind, key, Optional.of(ours.settlement), ours.description, describe(theirs));
            }
        }

        private Break.@Nullable Kind kind(Expected ours, List<Movement> theirs) {
            if (ours.expectation == Expectation.NOT_MOVED) {
                return theirs.isEmpty() ? null : Break.Kind.STATE;
            }
            if (theirs.isEmpty()) {
                return Break.Kind.MISSING_AT_PROVIDER;
            }
            if (theirs.size() > 1) {
                return Break.Kind.DUPLICATE;
            }
            Movement movement = theirs.getFirst();
            if (movement.effect() != ours.effect) {
                return Break.Kind.STATE;
            }
            if (!movement.amount().currencyCode().equals(ours.amount.currencyCode())) {
                return Break.Kind.CURRENCY;
            }
            if (!movement.amount().equals(ours.amount)) {
                return Break.Kind.AMOUNT;
            }
            boolean isLate = ours.latest
                    .filter(latest -> movement.time().isAfter(latest))
                    .isPresent();
            return isLate ? Break.Kind.LATE : null;
        }

        private void compareWithJournal(LedgerLine line) {
            Optional<EntryKind> end = line.ended().map(LedgerLine.End::kind);
            boolean agrees = switch (expectation(line.state())) {
                case MOVED ->
                    line.state() == SettlementState.REVERSED
                            ? end.equals(Optional.of(EntryKind.VOID))
                            : end.equals(Optional.of(EntryKind.POST));
                case NOT_MOVED -> !end.equals(Optional.of(EntryKind.POST));
                case EITHER -> line.state() == SettlementState.MANUAL_REVIEW || end.isEmpty();
            };
            boolean isSameAmount = line.ended()
                    .filter(posted ->
                            posted.kind() == EntryKind.POST && !posted.amount().equals(line.amount()))
                    .isEmpty();
            if (!agrees) {
                addJournalBreak(Break.Kind.STATE, line);
            } else if (!isSameAmount) {
                addJournalBreak(Break.Kind.AMOUNT, line);
            }
        }

        private void addJournalBreak(Break.Kind kind, LedgerLine line) {
            String key = line.attempt()
                    .map(LedgerLine.ProviderAttemptKey::key)
                    .orElse(line.settlement().value());
            addBreak(kind, key, Optional.of(line.settlement()), describe(line), "journal: " + describe(line.ended()));
        }

        private void addBreak(
                Break.Kind kind, String key, Optional<SettlementId> settlement, String here, String there) {
            counts.merge(kind, 1L, Long::sum);
            if (breaks.size() < MAX_BREAKS) {
                breaks.add(new Break(kind, key, settlement, here, there));
            }
        }

        // It belongs to another period, or was created after our side was read.
        private boolean isKnown(String key) {
            return unitOfWork
                    .read(repositories -> repositories.settlementOfKey(key))
                    .isPresent();
        }

        Report report() {
            return new Report(settlements, open, refunds, movements, Map.copyOf(counts), List.copyOf(breaks));
        }
    }

    private static Expectation expectation(SettlementState state) {
        return switch (state) {
            case SETTLED, PARTIALLY_REFUNDED, REFUNDED, REVERSED, REFUNDING -> Expectation.MOVED;
            case DECLINED, VOIDED, EXPIRED -> Expectation.NOT_MOVED;
            case RECEIVED, HELD, SUBMITTED, AUTHORIZED, CAPTURING, UNKNOWN, VOIDING, REVERSING, MANUAL_REVIEW ->
                Expectation.EITHER;
        };
    }

    private static String describe(RefundLine line) {
        return switch (line.finding()) {
            case MOVED -> "refunded " + line.refund().amount();
            case NOT_MOVED -> "refund of " + line.refund().amount() + " closed as not moved";
        };
    }

    private static String describe(LedgerLine line) {
        return line.state() + " " + line.amount();
    }

    private static String describe(List<Movement> movements) {
        return movements.isEmpty()
                ? "nothing"
                : String.join(
                        ", ",
                        movements.stream()
                                .limit(3)
                                .map(one -> one.effect() + " " + one.amount() + " at " + one.time())
                                .toList());
    }

    private static String describe(Optional<LedgerLine.End> end) {
        return end.map(one -> one.kind() + " " + one.amount()).orElse("nothing");
    }
}
