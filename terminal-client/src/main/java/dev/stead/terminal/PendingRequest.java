package dev.stead.terminal;

import dev.stead.task.v1.CollectionOutcome;
import java.util.UUID;

/** Something the terminal means to do once. It has its id on disk before it is sent, so that asking again is always safe. */
sealed interface PendingRequest {
    UUID requestId();

    /** To do a task. */
    record Confirm(UUID requestId, String assertion, String taskId) implements PendingRequest {
        public Confirm {
            requirePlain(assertion);
            requirePlain(taskId);
        }

        @Override
        public String toString() {
            return "Confirm[" + requestId + ", task " + taskId + "]";
        }
    }

    /** To say what came of a collection. */
    record Report(UUID requestId, String executionId, CollectionOutcome outcome) implements PendingRequest {
        public Report {
            requirePlain(executionId);
        }
    }

    /** A tab or a line's end in it would break the journal. */
    private static void requirePlain(String field) {
        if (field.isEmpty() || field.chars().anyMatch(c -> c < 0x21 || c > 0x7E)) {
            throw new IllegalArgumentException("ids and assertions are not empty and in plain ASCII");
        }
    }
}
