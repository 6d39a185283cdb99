package dev.stead.mesh.security;

/** The kinds of {@link Caller}, as {@link Access} lists them. */
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
