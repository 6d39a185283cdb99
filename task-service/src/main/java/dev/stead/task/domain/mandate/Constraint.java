package dev.stead.task.domain.mandate;

import dev.stead.mesh.time.Micros;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A further bound of a mandate. All of a mandate's constraints must hold; one that this program does not know never does. */
public sealed interface Constraint {

    /** Up to how much in all uses together. */
    record TotalLimit(Money limit) implements Constraint {
        public TotalLimit {
            Require.that(!limit.isZero(), TaskError.CONSTRAINT_INVALID, "total_limit must be more than 0");
        }
    }

    /**
     * Up to how much, how often, or both in one calendar period of a zone.
     *
     * @param amount absent for any
     * @param uses 0 for any
     */
    record PeriodLimit(Period period, ZoneId zone, @Nullable Money amount, int uses) implements Constraint {
        public PeriodLimit {
            Require.that(
                    uses >= 0 && uses <= 1_000,
                    TaskError.CONSTRAINT_INVALID,
                    "period_limit.max_uses must be 1 to 1000, or 0 for any, not " + uses);
            Require.that(
                    (amount != null && !amount.isZero()) || (amount == null && uses > 0),
                    TaskError.CONSTRAINT_INVALID,
                    "period_limit needs an amount_limit of more than 0, max_uses, or both");
        }
    }

    /** Only orders of these merchants. */
    record AllowedMerchants(Set<MerchantId> merchantIds) implements Constraint {
        public AllowedMerchants {
            merchantIds = limited("allowed_merchants.merchant_ids", merchantIds);
        }
    }

    /** Only orders of these kinds. */
    record AllowedOrderKinds(Set<String> orderKinds) implements Constraint {
        public AllowedOrderKinds {
            orderKinds = limited("allowed_order_kinds.order_kinds", orderKinds);
            orderKinds.forEach(kind -> Require.id("allowed_order_kinds.order_kinds", kind));
        }
    }

    /** Over this, the delegate must approve on their phone first. */
    record ApprovalAbove(Money limit) implements Constraint {}

    /** Not before this instant, whatever the window says: the cooling-off of a delegate who is new to the delegator. */
    record NotBefore(Instant time) implements Constraint {
        public NotBefore {
            time = Micros.truncate(time);
        }
    }

    /** Stored by a newer version of this program: nothing may be done under it. */
    record Unknown(String text) implements Constraint {}

    /** The money that it bounds, if it does. */
    default Optional<Money> bound() {
        return switch (this) {
            case TotalLimit(Money limit) -> Optional.of(limit);
            case PeriodLimit limit -> Optional.ofNullable(limit.amount());
            case ApprovalAbove(Money limit) -> Optional.of(limit);
            case AllowedMerchants _, AllowedOrderKinds _, NotBefore _, Unknown _ -> Optional.empty();
        };
    }

    private static <T> Set<T> limited(String field, Set<T> values) {
        Require.that(
                !values.isEmpty() && values.size() <= 50,
                TaskError.CONSTRAINT_INVALID,
                field + " must name 1 to 50, not " + values.size());
        return Set.copyOf(values);
    }
}
