package dev.stead.task.domain.notification;

/** What happened to a task or a passkey. */
public enum NotificationKind {
    PROPOSED,
    ACCEPTED,
    DECLINED,
    REVOKED,
    EXPIRED,
    SUCCEEDED,
    EXECUTION_FAILED,
    COLLECTION_STARTED,
    APPROVAL_NEEDED,
    ENROLMENT_CHANGED,
    PASSKEY_ADDED,
    PASSKEY_ACTIVATED,
    PASSKEY_REMOVED
}
