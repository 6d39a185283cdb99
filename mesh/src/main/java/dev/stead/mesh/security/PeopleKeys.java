package dev.stead.mesh.security;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import java.net.URL;
import java.time.Duration;

/**
 * The keys that verify people's tokens, from an identity provider's JWK set. They are read again when they are no longer fresh, and at
 * once for an unknown key, but not for each of a flood of invented ones. While the set cannot be read, the last one serves for an hour:
 * nobody is locked out because a provider is restarted, and a key that it withdrew is not trusted for longer than that.
 */
final class PeopleKeys {
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration OUTAGE = Duration.ofHours(1);

    private PeopleKeys() {}

    /** Keys from a URL; a file's is {@code path.toUri().toURL()}. */
    static JWKSource<SecurityContext> of(URL keys) {
        return of(keys, FRESH, OUTAGE);
    }

    /** @param fresh for how long a set is used without reading it again; all pauses are shares of it */
    static JWKSource<SecurityContext> of(URL keys, Duration fresh, Duration outage) {
        long millis = fresh.toMillis();
        return JWKSourceBuilder.create(keys)
                .cache(millis, millis / 60)
                .refreshAheadCache(millis / 10, false)
                .rateLimited(millis / 10)
                .retrying(true)
                .outageTolerant(outage.toMillis())
                .build();
    }
}
