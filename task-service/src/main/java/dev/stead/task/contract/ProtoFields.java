package dev.stead.task.contract;

import com.google.protobuf.Timestamp;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import java.time.Instant;

/** Checks and conversions that several messages share. */
public final class ProtoFields {
    /** 0001-01-01 and 9999-12-31, the bounds of a Timestamp. */
    private static final long FIRST_SECOND = -62_135_596_800L;

    private static final long LAST_SECOND = 253_402_300_799L;
    private static final int DEFAULT_PAGE = 20;
    private static final int LARGEST_PAGE = 100;

    private ProtoFields() {}

    public static void require(boolean present, String field) {
        if (!present) {
            throw new TaskException(TaskError.FIELD_MISSING, field + " is missing");
        }
    }

    public static String require(String value, String field) {
        require(!value.isEmpty(), field);
        return value;
    }

    public static TaskException unknownEnum(String field, String choices) {
        return new TaskException(TaskError.ENUM_UNKNOWN, field + " must be one of " + choices);
    }

    public static Instant instant(Timestamp timestamp, String field) {
        boolean valid = timestamp.getSeconds() >= FIRST_SECOND
                && timestamp.getSeconds() <= LAST_SECOND
                && timestamp.getNanos() >= 0
                && timestamp.getNanos() < 1_000_000_000;
        if (!valid) {
            throw new TaskException(TaskError.TIME_INVALID, field + " must lie in the years 1 to 9999");
        }
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    public static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    public static int pageSize(int asked) {
        if (asked < 0 || asked > LARGEST_PAGE) {
            throw new TaskException(
                    TaskError.PAGE_SIZE_INVALID, "page_size must be 1 to 100, or 0 for 20; it is " + asked);
        }
        return asked == 0 ? DEFAULT_PAGE : asked;
    }
}
