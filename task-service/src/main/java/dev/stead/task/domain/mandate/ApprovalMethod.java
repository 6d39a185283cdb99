package dev.stead.task.domain.mandate;

/** What the operator asks of an approval over their limit. */
public enum ApprovalMethod {
    /** A signature with a passkey over task, amount and payee: a second factor, and not another face. */
    PASSKEY,
    /** The delegate's face on their phone, for phones that know no passkeys. It is the first factor once more. */
    VERIFICATION
}
