package dev.stead.matcher.domain;

/** Port: states an identity so that others can trust it without asking. */
public interface AssertionSigner {
    /** A compact JWS. */
    String sign(IdentityClaims claims);
}
