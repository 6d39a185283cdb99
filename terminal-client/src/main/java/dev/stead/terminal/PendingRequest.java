package dev.stead.terminal;

import dev.stead.task.v1.CollectionOutcome;
import java.util.UUID;

/** A request that must take effect once, and whose outcome is not known yet. It is on disk, with its id, before it is sent. */
sealed interface PendingRequest {
    UUID requestId();

    /** Do a task. */
    record Confirm(UUID requestId, String assertion, String taskId) implements PendingRequest {
        public Confirm {
            requirePlain("the assertion", assertion);
            requirePlain("the task id", taskId);
        }

        /** Without the assertion. */
        @Override
        public String toString() {
            return "Confirm[" + requestId + ", task " + taskId + "]";
        }
    }

    /** Report whether an object was collected. */
    record Report(UUID requestId, String executionId, CollectionOutcome outcome) implements PendingRequest {
        public Report {
            requirePlain("the execution id", executionId);
        }
    }

    /** A tab or a line feed would break the line of the journal. */
    private static void requirePlain(String name, String value) {
        if (value.isEmpty() || value.chars().anyMatch(c -> c < 0x21 || c > 0x7E)) {
            throw new IllegalArgumentException(name + " must be printable ASCII without spaces, and not empty");
        }
    }
}
