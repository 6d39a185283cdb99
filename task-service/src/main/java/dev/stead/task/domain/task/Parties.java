package dev.stead.task.domain.task;

import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;

/** The two people of a task. */
public record Parties(PersonId delegatorId, PersonId delegateId) {
    public Parties {
        Require.that(
                !delegatorId.equals(delegateId),
                TaskError.DELEGATE_IS_DELEGATOR,
                "nobody acts in their own stead: delegate_id must be somebody else");
    }

    public boolean includes(PersonId personId) {
        return delegatorId.equals(personId) || delegateId.equals(personId);
    }
}
