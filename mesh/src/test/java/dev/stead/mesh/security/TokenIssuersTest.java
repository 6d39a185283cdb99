package dev.stead.mesh.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.Payload;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.stead.mesh.Hosts;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.testing.ProvidersPeople;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** People's tokens of identity providers as they are: whatever subject, and several issuers. */
class TokenIssuersTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String SECOND = "https://second.example.org";

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private DevelopmentIssuer first;

    @SuppressWarnings("NullAway.Init")
    private DevelopmentIssuer second;

    @BeforeEach
    void open() {
        first = DevelopmentIssuer.open(folder.resolve("first"), InstantSource.fixed(NOW));
        second = DevelopmentIssuer.open(folder.resolve("second"), InstantSource.fixed(NOW));
    }

    static List<String> subjects() {
        return ProvidersPeople.SUBJECTS;
    }

    @ParameterizedTest
    @MethodSource("subjects")
    void everySubjectOfAProviderIsAPerson(String subject) {
        assertThat(first.tokens().personOf(first.sign(claims(subject)))).matches("[A-Za-z0-9._-]{1,64}");
        PeopleTokens hashing = tokens(Map.of("STEAD_PEOPLE_SUBJECTS", "hashed"));
        assertThat(hashing.personOf(first.sign(claims(subject)))).matches("p-[0-9a-f]{40}");
    }

    @Test
    void whatIsNoSubjectIsRefusedWithTheRuleAndWithoutRepeatingIt() {
        for (String subject : List.of("", "  ", "x".repeat(256), "line\nend", "nul\0", "\u009b")) {
            assertNoSubject(first.sign(claims(subject)));
        }
        String valid = claims("ada").toString();
        for (String json :
                List.of("null", "17", "12345678901234567890", "true", "[\"line\"]", "\"half \\ud800 line\"")) {
            String changed = valid.replace("\"ada\"", json);
            assertThat(changed).isNotEqualTo(valid);
            assertNoSubject(first.sign(new Payload(changed)));
        }
        assertNoSubject(first.sign(claims("ada", builder -> builder.subject(null))));
    }

    private void assertNoSubject(String token) {
        assertThatThrownBy(() -> first.tokens().personOf(token))
                .isInstanceOfSatisfying(StatusRuntimeException.class, refused -> {
                    assertThat(refused.getStatus().getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
                    assertThat(refused.getStatus().getDescription())
                            .contains("subject (sub)", PersonIds.SUBJECT_RULE)
                            .doesNotContain("line", "xxx", "Sign in again");
                });
        assertInvalid(first.tokens(), token);
    }

    @Test
    void twoIssuersNeverShareAPerson() {
        PeopleTokens both = tokens(Map.of("STEAD_PEOPLE_FURTHER_ISSUERS", secondIssuer()));

        String ofFirst = both.personOf(first.sign(claims("ada")));
        String ofSecond = both.personOf(second.sign(ofSecond("ada")));

        assertThat(ofFirst).isEqualTo("ada");
        assertThat(ofSecond).matches("p-[0-9a-f]{40}");
        assertThat(both.personOf(first.sign(claims(ofSecond)))).isNotEqualTo(ofSecond);
        assertThat(both.personOf(second.sign(ofSecond(ofSecond)))).isNotEqualTo(ofSecond);
    }

    @Test
    void anIssuerSignsForItsOwnPeopleOnly() {
        PeopleTokens both = tokens(Map.of("STEAD_PEOPLE_FURTHER_ISSUERS", secondIssuer()));

        assertInvalid(both, second.sign(claims("ada")));
        assertInvalid(both, first.sign(ofSecond("ada")));
        assertInvalid(both, second.sign(claims("ada", builder -> builder.issuer(SECOND))));
        assertInvalid(both, first.sign(claims("ada", builder -> builder.issuer("https://third.example.org"))));
        assertInvalid(both, first.sign(claims("ada", builder -> builder.issuer(null))));
        assertInvalid(both, first.sign(claims("ada", builder -> builder.issuer(DevelopmentIssuer.ISSUER + "/"))));
    }

    @Test
    void aTokenWhoseBytesAreNoClaimsIsRefused() {
        for (String json : List.of("", "x", "[]", "17", "\"ada\"", "{\"iss\":17}", "{\"sub\":\"a\",\"sub\":\"b\"}")) {
            assertInvalid(first.tokens(), first.sign(new Payload(json)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://second.example.org", "a b", "a b c d", "a b c,", "a b c, a b c", "a bad\0file c"})
    void aListOfIssuersThatCannotBeReadIsRefused(String list) {
        assertThatThrownBy(() -> tokens(Map.of("STEAD_PEOPLE_FURTHER_ISSUERS", list)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_PEOPLE_FURTHER_ISSUERS");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://provider.example.org/jwks",
                "http://localhost@provider.example.org/jwks",
                "http://localhost.example.org/jwks",
                "ftp://localhost/jwks",
                "file:///etc/jwks"
            })
    void keysThatSomebodyCouldChangeOnTheirWayAreRefused(String keys) {
        assertThatThrownBy(() -> TokenIssuer.of("https://provider.example.org", keys, "stead", "STEAD_PEOPLE_JWKS"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_PEOPLE_JWKS must name a JWK set by a file or an https URL");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://provider.example.org/jwks",
                "http://localhost:8080/jwks",
                "http://127.0.0.1/jwks",
                "http://[::1]:1/"
            })
    void keysFromThisMachineNeedNoTls(String keys) {
        assertThat(TokenIssuer.of("https://provider.example.org", keys, "stead", "STEAD_PEOPLE_JWKS")
                        .keys()
                        .toString())
                .isEqualTo(keys);
    }

    @Test
    void theFirstIssuerAgainIsRefused() {
        assertThatThrownBy(() -> tokens(Map.of(
                        "STEAD_PEOPLE_FURTHER_ISSUERS", DevelopmentIssuer.ISSUER + " " + second.jwks() + " stead")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("second time");
    }

    @Test
    void tokensAreNotAcceptedWithoutAKeyOfPeoplesIds() {
        Settings settings = Settings.of(Map.of("STEAD_PEOPLE_JWKS", first.jwks().toString()));

        assertThatThrownBy(() -> PeopleTokens.from(settings))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_PERSON_ID_KEY_FILE is not set")
                .hasMessageContaining("openssl rand -hex 32");
    }

    @Test
    void furtherIssuersNeedAFirst() {
        assertThatThrownBy(() -> PeopleTokens.from(Settings.of(Map.of("STEAD_PEOPLE_FURTHER_ISSUERS", "a b c"))))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_PEOPLE_JWKS");
    }

    private PeopleTokens tokens(Map<String, String> more) {
        var values = new HashMap<>(first.settings());
        values.putAll(more);
        return PeopleTokens.from(Settings.of(values), InstantSource.fixed(NOW));
    }

    private String secondIssuer() {
        return SECOND + " " + second.jwks() + " phones";
    }

    private static JWTClaimsSet ofSecond(String subject) {
        return claims(subject, builder -> builder.issuer(SECOND).audience("phones"));
    }

    private static JWTClaimsSet claims(String subject) {
        return claims(subject, UnaryOperator.identity());
    }

    private static JWTClaimsSet claims(String subject, UnaryOperator<JWTClaimsSet.Builder> change) {
        return change.apply(new JWTClaimsSet.Builder()
                        .issuer(DevelopmentIssuer.ISSUER)
                        .audience(DevelopmentIssuer.AUDIENCE)
                        .subject(subject)
                        .expirationTime(Date.from(NOW.plusSeconds(60))))
                .build();
    }

    private static void assertInvalid(PeopleTokens tokens, String token) {
        Hosts.assertProblem(() -> tokens.personOf(token), Status.Code.UNAUTHENTICATED, "TOKEN_INVALID");
    }
}
