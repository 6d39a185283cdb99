package dev.stead.matcher.domain;

/** Port: signs who was identified, so that others can verify it without asking the matcher. Thread-safe. */
public interface AssertionSigner {
    /** The claims as a text that a terminal can pass on. */
    String sign(IdentityClaims claims);
}
