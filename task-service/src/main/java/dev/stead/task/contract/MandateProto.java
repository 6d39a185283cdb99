package dev.stead.task.contract;

import com.google.protobuf.Message;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.TaskKind;
import java.util.List;
import java.util.stream.Stream;

/** Mandates as messages of the contract. */
public final class MandateProto {
    private MandateProto() {}

    /** @throws TaskException {@code CONSTRAINT_UNKNOWN} for anything that this version does not know: a bound must not be dropped */
    public static Mandate read(dev.stead.task.v1.Mandate mandate) {
        if (holdsUnknown(mandate)) {
            throw ConstraintProto.unknown();
        }
        return new Mandate(
                read(mandate.getKind()),
                WindowProto.read(mandate.getWindow()),
                mandate.getPlacesList().stream().map(PlaceProto::read).toList(),
                mandate.hasAmountLimit() ? MoneyProto.read(mandate.getAmountLimit()) : null,
                mandate.getMaxUses() == 0 ? 1 : mandate.getMaxUses(),
                mandate.getNote(),
                mandate.getConstraintsList().stream().map(ConstraintProto::read).toList());
    }

    public static dev.stead.task.v1.Mandate write(Mandate mandate) {
        var proto = dev.stead.task.v1.Mandate.newBuilder()
                .setKind(write(mandate.kind()))
                .setWindow(WindowProto.write(mandate.window()))
                .addAllPlaces(mandate.places().stream().map(PlaceProto::write).toList())
                .setMaxUses(mandate.maxUses())
                .setNote(mandate.note())
                .addAllConstraints(mandate.constraints().stream()
                        .map(ConstraintProto::write)
                        .toList());
        Money limit = mandate.amountLimit();
        if (limit != null) {
            proto.setAmountLimit(MoneyProto.write(limit));
        }
        return proto.build();
    }

    /** Whether a newer version of the contract put anything into the message that this one does not know. */
    static boolean holdsUnknown(Message message) {
        return !message.getUnknownFields().asMap().isEmpty()
                || message.getAllFields().values().stream()
                        .flatMap(value -> value instanceof List<?> many ? many.stream() : Stream.of(value))
                        .anyMatch(value -> value instanceof Message inner && holdsUnknown(inner));
    }

    public static dev.stead.task.v1.TaskKind write(TaskKind kind) {
        return switch (kind) {
            case PAYMENT -> dev.stead.task.v1.TaskKind.TASK_KIND_PAYMENT;
            case COLLECTION -> dev.stead.task.v1.TaskKind.TASK_KIND_COLLECTION;
        };
    }

    private static TaskKind read(dev.stead.task.v1.TaskKind kind) {
        return switch (kind) {
            case TASK_KIND_PAYMENT -> TaskKind.PAYMENT;
            case TASK_KIND_COLLECTION -> TaskKind.COLLECTION;
            case TASK_KIND_UNSPECIFIED, UNRECOGNIZED ->
                throw ProtoFields.unknownEnum("mandate.kind", "TASK_KIND_PAYMENT, TASK_KIND_COLLECTION");
        };
    }
}
