package dev.stead.payment.application;

import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Compares each day (UTC) by itself, once for all processes over one store: who takes a day has it for a while; if it does not come to an
 * end, the next look takes it again. Days that were missed are made up for, the oldest first, a week back. Thread-safe.
 */
public final class DailyReconciliation {
    private static final Duration LEASE = Duration.ofMinutes(15);
    private static final int DAYS_BACK = 7;

    private final SettlementUpdates changes;
    private final Reconciliation reconciliation;

    /** Compares by {@code reconciliation}. */
    public DailyReconciliation(SettlementUpdates changes, Reconciliation reconciliation) {
        this.changes = changes;
        this.reconciliation = reconciliation;
    }

    /**
     * A day that was compared now.
     *
     * @param date the day
     * @param report what was found
     */
    public record Day(LocalDate date, Reconciliation.Report report) {}

    /**
     * Compares the oldest day that is due; empty if none is, or somebody else is at it.
     *
     * @param after so long after its end a day is due
     * @throws PaymentException as {@link Reconciliation#compare}; the day is tried again later
     */
    public Optional<Day> runOnce(Duration after) {
        LocalDate today = LocalDate.ofInstant(changes.now().minus(after), ZoneOffset.UTC);
        return takeOneOf(today.minusDays(DAYS_BACK).datesUntil(today).toList()).map(this::compare);
    }

    /** The newest day that was compared by itself. */
    public Optional<Repositories.ReconciliationBook.Compared> newest() {
        return changes.store().read(books -> books.reconciliation().newest());
    }

    private Optional<LocalDate> takeOneOf(List<LocalDate> days) {
        Instant now = changes.now();
        return changes.store()
                .write(books -> days.stream()
                        .filter(day -> books.reconciliation().take(day, now, now.plus(LEASE)))
                        .findFirst());
    }

    private Day compare(LocalDate day) {
        Reconciliation.Report report = reconciliation.compare(new Period(start(day), start(day.plusDays(1))));
        changes.store().write(books -> {
            books.reconciliation().finish(day, changes.now(), report.total());
            return true;
        });
        return new Day(day, report);
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
