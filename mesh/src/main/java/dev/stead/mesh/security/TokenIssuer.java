package dev.stead.mesh.security;

import dev.stead.mesh.SettingsException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * An identity provider whose tokens are accepted. Each is trusted for its own people only: a token is verified with the keys of the
 * issuer that it names.
 *
 * @param issuer the {@code iss} of its tokens, exactly as the provider writes it
 * @param keys its JWK set; a file's is {@code path.toUri().toURL()}
 * @param audience the {@code aud} that its tokens must have
 */
public record TokenIssuer(String issuer, URL keys, String audience) {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** @param setting the name of the setting that holds the keys' place, for the text of an error */
    static TokenIssuer of(String issuer, String keys, String audience, String setting) {
        try {
            boolean remote = keys.contains("://");
            URL url = remote ? remote(keys, setting) : Path.of(keys).toUri().toURL();
            return new TokenIssuer(issuer, url, audience);
        } catch (MalformedURLException | IllegalArgumentException e) {
            throw new SettingsException(
                    setting + " must name a JWK set by a file or an https URL, but " + keys + " is neither.");
        }
    }

    /** Whoever can change the keys on their way is anybody; from this machine they come from a proxy beside this process. */
    private static URL remote(String keys, String setting) throws MalformedURLException {
        URI uri = URI.create(keys);
        boolean nearby = "http".equals(uri.getScheme()) && LOOPBACK.contains(String.valueOf(uri.getHost()));
        if (!nearby && !"https".equals(uri.getScheme())) {
            throw new SettingsException(
                    setting + " must name a JWK set by a file or an https URL: http is for this machine alone.");
        }
        return uri.toURL();
    }

    /** Several, separated by commas, each as its iss, its JWK set and its audience, separated by blanks. */
    static List<TokenIssuer> list(String text, String setting) {
        return Arrays.stream(text.split(",", -1))
                .map(entry -> {
                    String[] words = entry.strip().split("\\s+", -1);
                    if (words.length != 3) {
                        throw new SettingsException(setting + " must have three words for each issuer (iss, JWK set and"
                                + " audience, with a comma between issuers), but one is \"" + entry.strip() + "\".");
                    }
                    return of(words[0], words[1], words[2], setting);
                })
                .toList();
    }
}
