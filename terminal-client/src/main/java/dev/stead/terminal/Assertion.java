package dev.stead.terminal;

import java.time.Instant;

/**
 * The matcher's signed statement of who stood there: passed on as it is, not read.
 *
 * @param jws whoever has it may act with it at this terminal until it expires
 * @param expires when it is no longer accepted
 */
public record Assertion(String jws, Instant expires) {
    static Assertion of(dev.stead.matcher.v1.IdentityAssertion message) {
        return new Assertion(
                message.getJws(),
                Instant.ofEpochSecond(
                        message.getExpireTime().getSeconds(),
                        message.getExpireTime().getNanos()));
    }

    /** Without the statement itself: it is as good as a key for a minute. */
    @Override
    public String toString() {
        return "Assertion[expires " + expires + "]";
    }
}
