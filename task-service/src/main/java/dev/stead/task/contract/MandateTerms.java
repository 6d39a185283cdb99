package dev.stead.task.contract;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.mandate.Constraint;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.TimeWindow;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * When, where and under which constraints a mandate holds. Storage keeps them as one {@code Mandate} message of the contract with only
 * these fields set. Equal terms have equal bytes.
 */
public record MandateTerms(TimeWindow window, List<Place> places, List<Constraint> constraints) {
    public MandateTerms {
        places = List.copyOf(places);
        constraints = List.copyOf(constraints);
    }

    public static MandateTerms of(Mandate mandate) {
        return new MandateTerms(mandate.window(), mandate.places(), mandate.constraints());
    }

    /**
     * Reads what {@link #toBytes} wrote, in this version or a newer one. A constraint that this version does not know becomes {@link
     * Constraint.Unknown}. If a newer version wrote anything else that this one does not know, or the window's time zone is not one of
     * this JDK, the constraints are one unknown one: a bound must not be dropped, and nobody's other tasks must become unreadable.
     *
     * @param bytes read from its position to its limit, which stay as they are
     * @throws IllegalStateException with the reason if the bytes hold no window, places and constraints of the domain
     */
    public static MandateTerms parse(ByteBuffer bytes) {
        try {
            var message = dev.stead.task.v1.Mandate.parseFrom(bytes.duplicate());
            var window = WindowProto.readStored(message.getWindow());
            var places = message.getPlacesList().stream().map(PlaceProto::read).toList();
            boolean known = WindowProto.knowsZone(message.getWindow())
                    && !MandateProto.holdsUnknown(
                            message.toBuilder().clearConstraints().build());
            var constraints = known
                    ? message.getConstraintsList().stream()
                            .map(ConstraintProto::readStored)
                            .toList()
                    : List.<Constraint>of(new Constraint.Unknown(""));
            return new MandateTerms(window, places, constraints);
        } catch (InvalidProtocolBufferException malformed) {
            throw new IllegalStateException("a stored mandate cannot be read: it is no message of the contract");
        } catch (TaskException refusal) {
            // Without its words, which tell of the values.
            throw new IllegalStateException("a stored mandate cannot be read: " + refusal.error());
        }
    }

    /** An unknown constraint is written as it was read. */
    public byte[] toBytes() {
        return dev.stead.task.v1.Mandate.newBuilder()
                .setWindow(WindowProto.write(window))
                .addAllPlaces(places.stream().map(PlaceProto::write).toList())
                .addAllConstraints(
                        constraints.stream().map(ConstraintProto::writeStored).toList())
                .build()
                .toByteArray();
    }
}
