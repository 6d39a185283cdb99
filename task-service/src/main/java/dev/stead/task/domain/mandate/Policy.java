package dev.stead.task.domain.mandate;

import dev.stead.task.domain.Money;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the operator requires, in addition to what the delegator does.
 *
 * @param coolingOff how long somebody must have been a contact before they may act
 * @param approvalAbove over how much, at most one a currency, the delegate approves on their phone; a mandate keeps what it began with
 * @param padAbove over how much a terminal must see the delegate how well, whatever the mandate says
 */
public record Policy(Duration coolingOff, List<Money> approvalAbove, List<PadAbove> padAbove) {
    /** Asks for nothing. */
    public static final Policy NONE = new Policy(Duration.ZERO, List.of(), List.of());

    public Policy {
        approvalAbove = List.copyOf(approvalAbove);
        padAbove = List.copyOf(padAbove);
    }

    /**
     * A PAD score that an order over an amount needs.
     *
     * @param band 1 to 100
     */
    public record PadAbove(Money limit, int band) {
        public PadAbove {
            if (band < 1 || band > 100) {
                throw new IllegalArgumentException("a PAD score that is needed must be 1 to 100, not " + band);
            }
        }

        /** Orders without an amount, and of other currencies, need none by this. */
        public boolean isAbout(@Nullable Money amount) {
            return amount != null && amount.currencyCode().equals(limit.currencyCode()) && !amount.isWithin(limit);
        }
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
