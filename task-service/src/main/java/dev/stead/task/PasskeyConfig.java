package dev.stead.task;

import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.task.identity.PasskeyAuthenticators;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * For whom people's passkeys are, and how long one waits that nobody vouches for.
 *
 * @param relyingParty absent if the service takes none
 */
public record PasskeyConfig(Optional<PasskeyAuthenticators.RelyingParty> relyingParty, Duration waitingTime) {
    private static final Pattern DOMAIN =
            Pattern.compile("localhost|([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z][a-z0-9-]*");
    /** The SHA-256 of the certificate that an app is signed with, in base64url. */
    private static final Pattern APP = Pattern.compile("android:apk-key-hash:[A-Za-z0-9_-]{43}");

    static PasskeyConfig from(Settings settings) {
        Optional<String> id = settings.optional(
                "STEAD_PASSKEY_RP_ID",
                "the domain that people's passkeys are for (WebAuthn's RP ID); without it none are taken");
        Optional<String> origins = settings.optional(
                "STEAD_PASSKEY_ORIGINS",
                "pages and apps where a passkey may sign, as https://pay.example.com,android:apk-key-hash:... of STEAD_PASSKEY_RP_ID");
        Duration waitingTime = settings.duration(
                "STEAD_PASSKEY_WAIT",
                Duration.ofDays(3),
                "how long a passkey waits that neither another passkey nor an operator vouches for");
        if (id.isPresent() != origins.isPresent()) {
            throw new SettingsException("STEAD_PASSKEY_RP_ID and STEAD_PASSKEY_ORIGINS must be set together");
        }
        return new PasskeyConfig(id.map(domain -> relyingParty(domain, origins.orElseThrow())), waitingTime);
    }

    private static PasskeyAuthenticators.RelyingParty relyingParty(String id, String origins) {
        if (!DOMAIN.matcher(id).matches()) {
            throw new SettingsException("STEAD_PASSKEY_RP_ID must be a domain in lower case, such as example.com");
        }
        Set<String> each =
                Arrays.stream(origins.split(",", -1)).map(String::strip).collect(Collectors.toSet());
        if (!each.stream().allMatch(origin -> isOriginOf(id, origin))) {
            throw new SettingsException("STEAD_PASSKEY_ORIGINS must be origins of " + id + ", such as https://" + id
                    + " (http for localhost only), or android:apk-key-hash: with 43 characters of base64url");
        }
        return new PasskeyAuthenticators.RelyingParty(id, each);
    }

    /** A page of the domain or of one below it, without a path; or an app. */
    private static boolean isOriginOf(String id, String origin) {
        if (APP.matcher(origin).matches()) {
            return true;
        }
        try {
            URI uri = URI.create(origin);
            String host = String.valueOf(uri.getHost());
            boolean known = host.equals(id) || host.endsWith("." + id);
            boolean safe =
                    "https".equals(uri.getScheme()) || ("http".equals(uri.getScheme()) && host.equals("localhost"));
            return known && safe && origin.endsWith(String.valueOf(uri.getRawAuthority()));
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
