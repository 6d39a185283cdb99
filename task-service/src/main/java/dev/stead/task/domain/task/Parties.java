package dev.stead.task.domain.task;

import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;

/** The two people of a task, by subject id. */
public record Parties(String delegatorId, String delegateId) {
    public Parties {
        Require.id("delegator_id", delegatorId);
        Require.id("delegate_id", delegateId);
        Require.holds(
                !delegatorId.equals(delegateId),
                TaskError.DELEGATE_IS_DELEGATOR,
                "nobody acts in their own stead: delegate_id must be somebody else");
    }

    public boolean include(String personId) {
        return delegatorId.equals(personId) || delegateId.equals(personId);
    }
}
