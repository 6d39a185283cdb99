package dev.stead.mesh.testing;

import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.DevelopmentIssuer;
import dev.stead.mesh.security.PersonIds;
import dev.stead.mesh.security.PersonIds.SubjectPolicy;
import dev.stead.mesh.security.TlsConfig;
import io.grpc.CallCredentials;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** People with the subjects that identity providers send, and what a service needs to take their tokens: for a test of each service. */
public final class ProvidersPeople {
    /** OpenID Connect allows 255 characters of any kind. */
    public static final List<String> SUBJECTS = List.of(
            "auth0|5f7c8ec7c33c6c004bbafe82",
            "google-oauth2|103547991597142817347",
            "somebody@example.org",
            "f:8f3c1b2a-0000-4000-8000-000000000000:somebody",
            "CN=Somebody, OU=People, O=Example",
            "https://example.org/people/1?x=y&z#me",
            "x".repeat(65),
            "x".repeat(255),
            "Zo\u00eb Stra\u00dfe \u6771\u4eac \uD83D\uDE42",
            "a b",
            " leading",
            "-",
            "%00",
            "p-0123456789012345678901234567890123456789",
            "\uD83D\uDE42".repeat(255));

    private final DevelopmentIssuer issuer;
    private final PersonIds ids;

    /** @param folder of the issuer's keys */
    public ProvidersPeople(Path folder) {
        this.issuer = DevelopmentIssuer.open(folder, InstantSource.system());
        this.ids = PersonIds.read(issuer.personIdKey(), SubjectPolicy.HASHED, DevelopmentIssuer.ISSUER);
    }

    /** For a new store, as a service in production has them: every subject is hashed. */
    public Map<String, String> settings() {
        var settings = new HashMap<>(issuer.settings());
        settings.put("STEAD_PEOPLE_SUBJECTS", "hashed-if-new");
        return settings;
    }

    /** As {@link #settings}, with another key of people's ids. */
    public Map<String, String> settingsWithAnotherKey(Path folder) {
        var settings = settings();
        settings.put(
                "STEAD_PERSON_ID_KEY_FILE",
                DevelopmentIssuer.open(folder, InstantSource.system())
                        .personIdKey()
                        .toString());
        return settings;
    }

    /** The id that every service must give the person of this subject. */
    public String id(String subject) {
        return ids.of(DevelopmentIssuer.ISSUER, subject);
    }

    /** With which the phone of the person calls. */
    public CallCredentials bearer(String subject) {
        String token = issuer.token(subject, Duration.ofMinutes(5));
        return Channels.bearer(() -> token);
    }

    /** The gateway's connection to a plaintext server on this machine. */
    public static ManagedChannel gateway(int port, String service) {
        return connect(port, "gateway/phones", service);
    }

    /** The connection of somebody, such as {@code operator/anna}, for calls that may take as long as on a busy machine. */
    public static ManagedChannel connect(int port, String path, String service) {
        return Channels.open(new ChannelConfig(
                "127.0.0.1:" + port, TlsConfig.plaintext(path), service, Duration.ofSeconds(30), 65_536, Map.of()));
    }
}
