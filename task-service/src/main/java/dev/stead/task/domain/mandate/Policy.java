package dev.stead.task.domain.mandate;

import dev.stead.task.domain.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the operator requires of every mandate, in addition to what the delegator does.
 *
 * @param coolingOff how long somebody must have been a contact before they may act
 * @param approvalAbove over how much, at most one a currency, the delegate approves on their phone
 */
public record Policy(Duration coolingOff, List<Money> approvalAbove) {
    /** Asks for nothing. */
    public static final Policy NONE = new Policy(Duration.ZERO, List.of());

    public Policy {
        approvalAbove = List.copyOf(approvalAbove);
    }

    /** The mandate with the operator's constraints: they are part of what both people see and agree to. */
    public Mandate applied(Mandate mandate, Instant contactSince, Instant now) {
        List<Constraint> constraints = new ArrayList<>(mandate.constraints());
        Instant cooled = contactSince.plus(coolingOff);
        if (cooled.isAfter(now)) {
            constraints.add(new Constraint.NotBefore(cooled));
        }
        approvalFor(mandate).map(Constraint.ApprovalAbove::new).ifPresent(constraints::add);
        return mandate.with(constraints);
    }

    private Optional<Money> approvalFor(Mandate mandate) {
        Money most = mandate.amountLimit();
        return approvalAbove.stream()
                .filter(limit -> most != null && limit.currencyCode().equals(most.currencyCode()))
                .findFirst();
    }
}
