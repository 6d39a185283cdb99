package dev.stead.task.domain;

/** The two people of a task, by subject id. */
public record Parties(String delegatorId, String delegateId) {
    public Parties {
        Check.id("delegator_id", delegatorId);
        Check.id("delegate_id", delegateId);
        Check.holds(
                !delegatorId.equals(delegateId),
                TaskError.DELEGATE_IS_DELEGATOR,
                "nobody acts in their own stead: delegate_id must be somebody else");
    }

    public boolean include(String personId) {
        return delegatorId.equals(personId) || delegateId.equals(personId);
    }
}
