package dev.stead.task.domain.mandate;

import dev.stead.task.domain.Money;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The delegator's grant: what, when, where, up to how much, how often.
 *
 * @param places 1 to 10, any of which will do
 * @param amountLimit up to how much a use; for PAYMENT only, and then required
 * @param maxUses how often it may succeed, 1 to 1,000
 * @param note a message to the delegate, at most 500 characters; may have several lines
 * @param constraints at most 16, all of which must hold
 */
public record Mandate(
        TaskKind kind,
        TimeWindow window,
        List<Place> places,
        @Nullable Money amountLimit,
        int maxUses,
        String note,
        List<Constraint> constraints) {
    public Mandate {
        places = List.copyOf(places);
        constraints = List.copyOf(constraints);
        Require.that(
                !places.isEmpty() && places.size() <= 10,
                TaskError.PLACES_INVALID,
                "a mandate must name 1 to 10 places, not " + places.size());
        Require.that(
                maxUses >= 1 && maxUses <= 1_000, TaskError.USES_INVALID, "max_uses must be 1 to 1000, not " + maxUses);
        Require.lines("note", note, 500);
        requireCurrency(constraints, amountLimit);
        switch (kind) {
            case PAYMENT ->
                Require.that(
                        amountLimit != null && !amountLimit.isZero(),
                        TaskError.AMOUNT_LIMIT_INVALID,
                        "a PAYMENT needs an amount_limit of more than 0");
            case COLLECTION ->
                Require.that(
                        amountLimit == null, TaskError.AMOUNT_LIMIT_INVALID, "a COLLECTION must have no amount_limit");
        }
    }

    /** Money in a constraint is of the mandate's currency, or the constraint would bound nothing. */
    private static void requireCurrency(List<Constraint> constraints, @Nullable Money amountLimit) {
        Require.that(
                constraints.size() <= 16,
                TaskError.CONSTRAINT_INVALID,
                "a mandate has at most 16 constraints, not " + constraints.size());
        for (Constraint constraint : constraints) {
            constraint
                    .bound()
                    .ifPresent(bound -> Require.that(
                            amountLimit != null && amountLimit.currencyCode().equals(bound.currencyCode()),
                            TaskError.CONSTRAINT_INVALID,
                            "a constraint on money needs a PAYMENT with an amount_limit in the same currency"));
        }
    }

    Mandate with(List<Constraint> others) {
        return new Mandate(kind, window, places, amountLimit, maxUses, note, others);
    }

    /** The earliest instant from which the constraints look at earlier uses; empty if none does. */
    public Optional<Instant> usageFrom(Instant now) {
        return constraints.stream()
                .flatMap(constraint -> switch (constraint) {
                    case Constraint.TotalLimit _ -> Stream.of(Instant.EPOCH);
                    case Constraint.PeriodLimit limit ->
                        Stream.of(limit.period().startOf(now, limit.zone()));
                    case Constraint.AllowedMerchants _,
                            Constraint.AllowedOrderKinds _,
                            Constraint.ApprovalAbove _,
                            Constraint.NotBefore _,
                            Constraint.Unknown _ -> Stream.empty();
                })
                .min(Comparator.naturalOrder());
    }

    public boolean mayNeedApproval() {
        return constraints.stream().anyMatch(Constraint.ApprovalAbove.class::isInstance);
    }

    /** Whether an amount is over what may be done without the delegate's approval. */
    public boolean needsApproval(Money amount) {
        return constraints.stream()
                .anyMatch(constraint ->
                        constraint instanceof Constraint.ApprovalAbove(Money limit) && !amount.isWithin(limit));
    }

    /** The note is personal. */
    @Override
    public String toString() {
        return "Mandate[" + kind + ", " + window + ", " + places + ", " + amountLimit + ", " + maxUses + ", "
                + constraints + "]";
    }
}
