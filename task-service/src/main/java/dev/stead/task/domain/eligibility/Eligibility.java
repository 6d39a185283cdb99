package dev.stead.task.domain.eligibility;

import static dev.stead.task.domain.eligibility.Condition.Name.AMOUNT;
import static dev.stead.task.domain.eligibility.Condition.Name.ENROLMENT;
import static dev.stead.task.domain.eligibility.Condition.Name.MERCHANT;
import static dev.stead.task.domain.eligibility.Condition.Name.ORDER;
import static dev.stead.task.domain.eligibility.Condition.Name.PAD;
import static dev.stead.task.domain.eligibility.Condition.Name.STATE;
import static dev.stead.task.domain.eligibility.Condition.Name.TERMINAL;
import static dev.stead.task.domain.eligibility.Condition.Name.USES;

import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.task.Assertion;
import dev.stead.task.domain.task.Task;
import dev.stead.task.domain.task.TaskState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * May this task be done at this terminal, with this order, at this instant? A pure function, and the only one that decides it: finding,
 * confirming and explaining all use it.
 */
public final class Eligibility {
    private final PlaceJudge places;
    private final Policy policy;

    public Eligibility(Fence fence, Policy policy) {
        this.places = new PlaceJudge(fence);
        this.policy = policy;
    }

    /** Whether the judgement depends on an approval. */
    public boolean mayNeedApproval(Mandate mandate) {
        return policy.mayNeedApproval(mandate);
    }

    /** Whether tasks with these places may be done with orders of this merchant at this terminal: the part that no time changes. */
    public boolean admits(MerchantId merchantId, List<Place> allowed, Terminal terminal) {
        return terminal(terminal).holds()
                && merchant(terminal, merchantId).holds()
                && places.contain(allowed, terminal);
    }

    public Verdict judge(EligibilityInput input, Terminal terminal, Instant instant) {
        List<Condition> conditions = new ArrayList<>(always(input, terminal, instant));
        policy.padAbove().stream()
                .filter(rule -> rule.isAbout(input.order().amount()))
                .map(rule -> pad(rule, input.delegate()))
                .forEach(conditions::add);
        for (Constraint constraint : input.task().mandate().constraints()) {
            conditions.add(ConstraintJudge.judge(constraint, input, instant));
        }
        ConstraintJudge.judge(policy, input, instant).ifPresent(conditions::add);
        // The approval last: a phone is notified only of what could be done otherwise.
        conditions.sort(Comparator.comparing(Condition::name));
        return new Verdict(conditions);
    }

    private List<Condition> always(EligibilityInput input, Terminal terminal, Instant instant) {
        Task task = input.task();
        Order order = input.order();
        Mandate mandate = task.mandate();
        return List.of(
                state(task.state()),
                enrolment(task, input.delegate()),
                terminal(terminal),
                WindowJudge.judge(mandate.window(), instant),
                places.judge(mandate.places(), terminal),
                merchant(terminal, order.key().merchantId()),
                switch (mandate.kind()) {
                    case PAYMENT -> payable(order);
                    case COLLECTION -> collectable(order);
                },
                amount(mandate.amountLimit(), order.amount()),
                uses(task));
    }

    private static Condition state(TaskState state) {
        return new Condition(
                STATE,
                state == TaskState.READY,
                switch (state) {
                    case PROPOSED -> "proposed: the delegate has not accepted yet";
                    case READY -> "accepted";
                    case EXECUTING -> "a terminal is executing it already";
                    case SUCCEEDED -> "done already";
                    case FAILED -> "given up after too many failed executions";
                    case DECLINED -> "the delegate declined it";
                    case REVOKED -> "it was taken back";
                    case EXPIRED -> "its window has closed for good";
                });
    }

    private static Condition enrolment(Task task, @Nullable Assertion delegate) {
        EnrolmentGeneration acceptedAs = task.progress().acceptedAs();
        boolean same = acceptedAs != null && (delegate == null || acceptedAs.equals(delegate.enrolment()));
        return new Condition(
                ENROLMENT,
                same,
                same
                        ? "accepted in the delegate's enrolment"
                        : "not accepted since the delegate was enrolled: they accept the task again on their phone");
    }

    /** Whoever does not stand there yet may still be seen well enough. */
    private static Condition pad(Policy.PadAbove rule, @Nullable Assertion delegate) {
        boolean seen = delegate == null
                || (delegate.capture() instanceof Assertion.Capture.AtTerminal at && at.padBand() >= rule.band());
        return new Condition(
                PAD,
                seen,
                seen
                        ? "over " + rule.limit() + " a PAD score of " + rule.band() + " is needed"
                        : "over " + rule.limit()
                                + " the terminal must see more of the person: identify them again, a little longer");
    }

    private static Condition terminal(Terminal terminal) {
        return new Condition(
                TERMINAL,
                terminal.state() == Terminal.State.ACTIVE,
                switch (terminal.state()) {
                    case ACTIVE -> "in use";
                    case SUSPENDED -> "suspended by the operator";
                    case RETIRED -> "retired by the operator";
                });
    }

    private static Condition merchant(Terminal terminal, MerchantId merchantId) {
        MerchantId own = terminal.merchantId();
        if (own == null) {
            return new Condition(MERCHANT, true, "the terminal serves every merchant");
        }
        boolean same = own.equals(merchantId);
        return new Condition(
                MERCHANT,
                same,
                same ? "the terminal serves the order's merchant" : "the terminal serves another merchant");
    }

    private static Condition payable(Order order) {
        if (order.heldBy() != null) {
            return new Condition(ORDER, false, "it is being paid or collected at a terminal");
        }
        return switch (order.state()) {
            case OPEN ->
                order.hasNothingToPay()
                        ? new Condition(ORDER, false, "there is nothing to pay")
                        : new Condition(ORDER, true, "open");
            case PAID -> new Condition(ORDER, false, "paid already");
            case COLLECTED -> new Condition(ORDER, false, "collected already");
            case CANCELLED -> new Condition(ORDER, false, "cancelled by the merchant");
        };
    }

    private static Condition collectable(Order order) {
        if (order.heldBy() != null) {
            return new Condition(ORDER, false, "it is being paid or collected at a terminal");
        }
        if (order.collectionPoint() == null) {
            return new Condition(ORDER, false, "the merchant has not said where it is kept");
        }
        return switch (order.state()) {
            case OPEN ->
                order.hasNothingToPay()
                        ? new Condition(ORDER, true, "ready to be collected")
                        : new Condition(ORDER, false, "not paid yet");
            case PAID -> new Condition(ORDER, true, "paid, ready to be collected");
            case COLLECTED -> new Condition(ORDER, false, "collected already");
            case CANCELLED -> new Condition(ORDER, false, "cancelled by the merchant");
        };
    }

    private static Condition amount(@Nullable Money limit, @Nullable Money amount) {
        if (limit == null) {
            return new Condition(AMOUNT, true, "nothing is paid");
        }
        if (amount == null) {
            return new Condition(AMOUNT, true, "the order has no amount");
        }
        boolean within = amount.isWithin(limit);
        return new Condition(
                AMOUNT,
                within,
                amount + (within ? " is within the limit of " : " is not within the limit of ") + limit);
    }

    private static Condition uses(Task task) {
        int uses = task.progress().uses();
        int most = task.mandate().maxUses();
        return new Condition(USES, task.usesLeft(), task.usesLeft() ? uses + " of " + most + " used" : "used up");
    }
}
