package dev.stead.mesh.security;

/** The kinds of caller that an {@link Access} list speaks of. */
public enum Role {
    TERMINAL,
    MERCHANT,
    OPERATOR,
    MATCHER,
    TASK,
    PAYMENT,
    GATEWAY,
    PERSON
}
