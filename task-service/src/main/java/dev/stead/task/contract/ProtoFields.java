package dev.stead.task.contract;

import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Timestamps;
import dev.stead.mesh.request.ExternalId;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.PasskeyId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import java.time.Instant;

/** Checks and conversions that several messages share. */
public final class ProtoFields {
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

    /** @param field names the id in the refusal */
    public static PersonId personId(String id, String field) {
        Require.id(field, id);
        return new PersonId(id);
    }

    // What cannot be an id names nothing that exists: it is not found, as any other unknown id.

    public static TaskId taskId(String id) {
        Require.that(ExternalId.isValid(id), TaskError.TASK_NOT_FOUND, "the caller has no task of this id");
        return new TaskId(id);
    }

    public static PasskeyId passkeyId(String id) {
        Require.that(ExternalId.isValid(id), TaskError.PASSKEY_NOT_FOUND, "the caller has no passkey of this id");
        return new PasskeyId(id);
    }

    public static ExecutionId executionId(String id) {
        Require.that(ExternalId.isValid(id), TaskError.EXECUTION_NOT_FOUND, "the caller has no execution of this id");
        return new ExecutionId(id);
    }

    public static TerminalId terminalId(String id) {
        Require.that(ExternalId.isValid(id), TaskError.TERMINAL_NOT_FOUND, "there is no terminal of this id");
        return new TerminalId(id);
    }

    public static TaskException unknownEnum(String field, String choices) {
        return new TaskException(TaskError.ENUM_UNKNOWN, field + " must be one of " + choices);
    }

    public static Instant instant(Timestamp timestamp, String field) {
        if (!Timestamps.isValid(timestamp)) {
            throw new TaskException(
                    TaskError.TIME_INVALID, field + " must be in the years 1 to 9999, with nanos of 0 to 999999999");
        }
        return Instant.ofEpochSecond(timestamp.getSeconds(), timestamp.getNanos());
    }

    public static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    public static int pageSize(int requested) {
        if (requested < 0 || requested > LARGEST_PAGE) {
            throw new TaskException(
                    TaskError.PAGE_SIZE_INVALID, "page_size must be 1 to 100, or 0 for 20; it is " + requested);
        }
        return requested == 0 ? DEFAULT_PAGE : requested;
    }
}
