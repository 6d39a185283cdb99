package dev.stead.task.grpc;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import java.time.Instant;

/** Checks and conversions that several messages share. */
final class ProtoFields {
    private static final int DEFAULT_PAGE = 20;
    private static final int LARGEST_PAGE = 100;

    private ProtoFields() {}

    static void require(boolean present, String field) {
        if (!present) {
            throw new TaskException(TaskError.FIELD_MISSING, field + " is missing");
        }
    }

    static String require(String value, String field) {
        require(!value.isEmpty(), field);
        return value;
    }

    static TaskException unknownEnum(String field, String choices) {
        return new TaskException(TaskError.ENUM_UNKNOWN, field + " must be one of " + choices);
    }

    static Instant instant(Timestamp timestamp, String field) {
        if (!Timestamps.isValid(timestamp)) {
            throw new TaskException(TaskError.TIME_INVALID, field + " must lie in the years 1 to 9999");
        }
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    static int pageSize(int asked) {
        if (asked < 0 || asked > LARGEST_PAGE) {
            throw new TaskException(
                    TaskError.PAGE_SIZE_INVALID, "page_size must be 1 to 100, or 0 for 20; it is " + asked);
        }
        return asked == 0 ? DEFAULT_PAGE : asked;
    }
}
