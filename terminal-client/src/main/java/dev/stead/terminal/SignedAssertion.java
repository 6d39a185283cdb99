package dev.stead.terminal;

import java.time.Instant;

/**
 * The matcher's signed statement of who is in front of the terminal. The terminal passes it on to the task service unread.
 *
 * @param jws the statement, a compact JWS; whoever has it may act as the person, at this terminal, until it expires
 * @param expires when the task service stops accepting it
 */
public record SignedAssertion(String jws, Instant expires) {
    static SignedAssertion of(dev.stead.matcher.v1.IdentityAssertion message) {
        return new SignedAssertion(
                message.getJws(),
                Instant.ofEpochSecond(
                        message.getExpireTime().getSeconds(),
                        message.getExpireTime().getNanos()));
    }

    /** Without the statement, which is a secret until it expires. */
    @Override
    public String toString() {
        return "SignedAssertion[expires " + expires + "]";
    }
}
