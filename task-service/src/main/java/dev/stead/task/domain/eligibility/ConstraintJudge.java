package dev.stead.task.domain.eligibility;

import static dev.stead.task.domain.eligibility.Condition.Name.APPROVAL;
import static dev.stead.task.domain.eligibility.Condition.Name.BUDGET;
import static dev.stead.task.domain.eligibility.Condition.Name.CONSTRAINT;
import static dev.stead.task.domain.eligibility.Condition.Name.NOT_BEFORE;
import static dev.stead.task.domain.eligibility.Condition.Name.ORDER_KIND;
import static dev.stead.task.domain.eligibility.Condition.Name.PAYEE;
import static dev.stead.task.domain.eligibility.Condition.Name.PERIOD;

import dev.stead.task.domain.Money;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Constraint.AllowedMerchants;
import dev.stead.task.domain.mandate.Constraint.AllowedOrderKinds;
import dev.stead.task.domain.mandate.Constraint.ApprovalAbove;
import dev.stead.task.domain.mandate.Constraint.NotBefore;
import dev.stead.task.domain.mandate.Constraint.PeriodLimit;
import dev.stead.task.domain.mandate.Constraint.TotalLimit;
import dev.stead.task.domain.mandate.Constraint.Unknown;
import dev.stead.task.domain.task.Approval;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/** Does a constraint allow one more use now? */
final class ConstraintJudge {
    private ConstraintJudge() {}

    static Condition judge(Constraint constraint, EligibilityInput matter, Instant now) {
        return switch (constraint) {
            case TotalLimit(Money limit) -> total(limit, matter);
            case PeriodLimit limit -> period(limit, matter, now);
            case AllowedMerchants(var ids) ->
                condition(PAYEE, ids.contains(matter.order().key().merchantId()), "the merchant is allowed");
            case AllowedOrderKinds(var kinds) ->
                condition(ORDER_KIND, kinds.contains(matter.order().kind()), "the kind of order is allowed");
            case ApprovalAbove(Money limit) -> approval(limit, matter, now);
            case NotBefore(Instant time) -> {
                ZonedDateTime local =
                        time.atZone(matter.task().mandate().window().zone());
                yield new Condition(
                        NOT_BEFORE, !now.isBefore(time), "not before " + local.truncatedTo(ChronoUnit.SECONDS));
            }
            case Unknown _ ->
                new Condition(CONSTRAINT, false, "the mandate has a constraint that this version does not know");
        };
    }

    private static Condition total(Money limit, EligibilityInput matter) {
        boolean within = matter.history().leavesRoom(Instant.MIN, asked(matter, limit), limit);
        return new Condition(
                BUDGET, within, within ? "within " + limit + " in all" : "it would be over " + limit + " in all");
    }

    private static Condition period(PeriodLimit limit, EligibilityInput matter, Instant now) {
        Instant from = limit.period().startOf(now, limit.zone());
        Money most = limit.amount();
        boolean often = limit.uses() == 0 || matter.history().countFrom(from) < limit.uses();
        boolean much = most == null || matter.history().leavesRoom(from, asked(matter, most), most);
        String of = " this " + limit.period().name().toLowerCase(java.util.Locale.ROOT);
        if (!often) {
            return new Condition(PERIOD, false, "used " + limit.uses() + " times" + of);
        }
        return new Condition(PERIOD, much, much ? "within the limits of" + of : "it would be over " + most + of);
    }

    /** Fails closed in another currency: it is within nothing, so it needs an approval of itself. */
    private static Condition approval(Money limit, EligibilityInput matter, Instant now) {
        Money amount = asked(matter, limit);
        if (amount.isWithin(limit)) {
            return new Condition(APPROVAL, true, "no approval needed up to " + limit);
        }
        Approval approval = matter.history().approval();
        boolean given = approval != null && approval.covers(amount, now);
        return new Condition(
                APPROVAL,
                given,
                given ? "approved on the delegate's phone" : "over " + limit + ": approve it on the delegate's phone");
    }

    /** Nothing, for an order without an amount. */
    private static Money asked(EligibilityInput matter, Money like) {
        return Objects.requireNonNullElse(matter.order().amount(), new Money(like.currencyCode(), 0));
    }

    private static Condition condition(Condition.Name name, boolean holds, String what) {
        return new Condition(name, holds, holds ? what : what.replace(" is ", " is not "));
    }
}
