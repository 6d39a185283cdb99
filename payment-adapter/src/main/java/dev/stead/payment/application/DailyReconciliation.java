package dev.stead.payment.application;

import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.application.port.UnitOfWork;
import dev.stead.payment.domain.PaymentException;
import dev.stead.payment.domain.Period;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/**
 * Compares each day (UTC), once for all processes over one store: a process leases a day, and if it does not finish, another leases the day
 * again. Days that were missed are compared later, the earliest first, up to a week back. Thread-safe.
 */
public final class DailyReconciliation {
    private static final Duration LEASE = Duration.ofMinutes(15);
    private static final int DAYS_BACK = 7;

    private final UnitOfWork unitOfWork;
    private final Reconciliation reconciliation;
    private final InstantSource clock;

    DailyReconciliation(UnitOfWork unitOfWork, Reconciliation reconciliation, InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.reconciliation = reconciliation;
        this.clock = clock;
    }

    /** A day and what its comparison found. */
    public record Day(LocalDate date, Reconciliation.Report report) {}

    /**
     * Compares the earliest day that is due and that nobody else has leased; empty if there is none.
     *
     * @param after how long after its end a day is due
     * @throws PaymentException as {@link Reconciliation#compare}; the day is compared again when its lease has ended
     */
    public Optional<Day> runOnce(Duration after) {
        LocalDate today = LocalDate.ofInstant(clock.instant().minus(after), ZoneOffset.UTC);
        return leaseFirst(today.minusDays(DAYS_BACK).datesUntil(today).toList()).map(this::compare);
    }

    /** The latest day that was compared by schedule. */
    public Optional<Repositories.Reconciliation.ComparedDay> latest() {
        return unitOfWork.read(repositories -> repositories.reconciliation().latest());
    }

    private Optional<LocalDate> leaseFirst(List<LocalDate> days) {
        Instant now = clock.instant();
        return unitOfWork.write(repositories -> days.stream()
                .filter(day -> repositories.reconciliation().lease(day, now, now.plus(LEASE)))
                .findFirst());
    }

    private Day compare(LocalDate day) {
        Reconciliation.Report report = reconciliation.compare(new Period(start(day), start(day.plusDays(1))));
        unitOfWork.write(repositories -> {
            repositories.reconciliation().finish(day, clock.instant(), report.total());
            return true;
        });
        return new Day(day, report);
    }

    private static Instant start(LocalDate day) {
        return day.atStartOfDay().toInstant(ZoneOffset.UTC);
    }
}
