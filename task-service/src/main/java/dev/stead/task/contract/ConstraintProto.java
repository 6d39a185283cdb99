package dev.stead.task.contract;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Period;
import dev.stead.task.domain.mandate.RecurringWindow;
import dev.stead.task.v1.PeriodLimit;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Constraints as messages of the contract. */
final class ConstraintProto {
    private ConstraintProto() {}

    static Constraint read(dev.stead.task.v1.Constraint constraint) {
        return switch (constraint.getKindCase()) {
            case TOTAL_LIMIT -> new Constraint.TotalLimit(MoneyProto.read(constraint.getTotalLimit()));
            case PERIOD_LIMIT -> read(constraint.getPeriodLimit());
            case ALLOWED_MERCHANTS ->
                new Constraint.AllowedMerchants(
                        merchants(constraint.getAllowedMerchants().getMerchantIdsList()));
            case ALLOWED_ORDER_KINDS ->
                new Constraint.AllowedOrderKinds(
                        set(constraint.getAllowedOrderKinds().getOrderKindsList()));
            case APPROVAL_ABOVE -> new Constraint.ApprovalAbove(MoneyProto.read(constraint.getApprovalAbove()));
            case NOT_BEFORE -> new Constraint.NotBefore(ProtoFields.instant(constraint.getNotBefore(), "not_before"));
            case KIND_NOT_SET -> throw unknown();
        };
    }

    /** Also what a newer client sends: a bound that is not understood must not be dropped. */
    static TaskException unknown() {
        return new TaskException(
                TaskError.CONSTRAINT_UNKNOWN,
                "the mandate holds a constraint or field that this version does not know; leave it out");
    }

    static dev.stead.task.v1.Constraint write(Constraint constraint) {
        var proto = dev.stead.task.v1.Constraint.newBuilder();
        switch (constraint) {
            case Constraint.TotalLimit(Money limit) -> proto.setTotalLimit(MoneyProto.write(limit));
            case Constraint.PeriodLimit limit -> proto.setPeriodLimit(write(limit));
            case Constraint.AllowedMerchants(Set<MerchantId> ids) ->
                proto.getAllowedMerchantsBuilder()
                        .addAllMerchantIds(
                                ids.stream().map(MerchantId::value).sorted().toList());
            case Constraint.AllowedOrderKinds(Set<String> kinds) ->
                proto.getAllowedOrderKindsBuilder().addAllOrderKinds(new TreeSet<>(kinds));
            case Constraint.ApprovalAbove(Money limit) -> proto.setApprovalAbove(MoneyProto.write(limit));
            case Constraint.NotBefore(Instant time) -> proto.setNotBefore(ProtoFields.timestamp(time));
            // Shown as a constraint without a kind: a reader that fails closed refuses it too.
            case Constraint.Unknown _ -> {}
        }
        return proto.build();
    }

    /** As {@link #read}, but what this version does not know or allow is kept, as the hexadecimal bytes of its message. */
    static Constraint readStored(dev.stead.task.v1.Constraint constraint) {
        try {
            if (!MandateProto.holdsUnknown(constraint)) {
                return read(constraint);
            }
        } catch (TaskException refusal) {
            // Written by a version that allows it.
        }
        return new Constraint.Unknown(HexFormat.of().formatHex(constraint.toByteArray()));
    }

    /** What {@link #readStored} reads. */
    static dev.stead.task.v1.Constraint writeStored(Constraint constraint) {
        if (!(constraint instanceof Constraint.Unknown(String hex))) {
            return write(constraint);
        }
        try {
            return dev.stead.task.v1.Constraint.parseFrom(HexFormat.of().parseHex(hex));
        } catch (InvalidProtocolBufferException | IllegalArgumentException other) {
            throw new IllegalStateException("an unknown constraint must be one that was read from a message");
        }
    }

    private static Constraint read(PeriodLimit limit) {
        ZoneId zone = RecurringWindow.zoneNamed(limit.getTimeZone());
        Money amount = limit.hasAmountLimit() ? MoneyProto.read(limit.getAmountLimit()) : null;
        return new Constraint.PeriodLimit(read(limit.getPeriod()), zone, amount, limit.getMaxUses());
    }

    private static PeriodLimit write(Constraint.PeriodLimit limit) {
        var proto = PeriodLimit.newBuilder()
                .setPeriod(write(limit.period()))
                .setTimeZone(limit.zone().getId())
                .setMaxUses(limit.uses());
        Money amount = limit.amount();
        return (amount == null ? proto : proto.setAmountLimit(MoneyProto.write(amount))).build();
    }

    private static Period read(PeriodLimit.Period period) {
        return switch (period) {
            case PERIOD_DAY -> Period.DAY;
            case PERIOD_WEEK -> Period.WEEK;
            case PERIOD_MONTH -> Period.MONTH;
            case PERIOD_UNSPECIFIED, UNRECOGNIZED ->
                throw ProtoFields.unknownEnum("period_limit.period", "PERIOD_DAY, PERIOD_WEEK, PERIOD_MONTH");
        };
    }

    private static PeriodLimit.Period write(Period period) {
        return switch (period) {
            case DAY -> PeriodLimit.Period.PERIOD_DAY;
            case WEEK -> PeriodLimit.Period.PERIOD_WEEK;
            case MONTH -> PeriodLimit.Period.PERIOD_MONTH;
        };
    }

    private static Set<MerchantId> merchants(List<String> ids) {
        ids.forEach(id -> Require.id("allowed_merchants.merchant_ids", id));
        return ids.stream().map(MerchantId::new).collect(Collectors.toSet());
    }

    private static Set<String> set(List<String> ids) {
        return new TreeSet<>(ids);
    }
}
