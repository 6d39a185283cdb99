package dev.stead.mesh.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.SettingsException;
import dev.stead.mesh.request.ExternalId;
import dev.stead.mesh.security.PersonIds.SubjectPolicy;
import dev.stead.mesh.testing.ProvidersPeople;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonIdsTest {
    private static final String ISSUER = "https://login.example.org/";
    private static final String OTHER = "https://id.example.com";
    private static final String KEY = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    @TempDir
    private Path folder = Path.of("");

    static List<String> subjectsOfProviders() {
        return ProvidersPeople.SUBJECTS;
    }

    @ParameterizedTest
    @MethodSource("subjectsOfProviders")
    void everySubjectOfAProviderBecomesAnIdOfOurs(String subject) {
        assertThat(PersonIds.isSubject(subject)).isTrue();
        for (SubjectPolicy policy : SubjectPolicy.values()) {
            assertThat(ExternalId.isValid(ids(policy).of(ISSUER, subject)))
                    .as(policy.name())
                    .isTrue();
        }
        assertThat(ids(SubjectPolicy.HASHED).of(ISSUER, subject)).matches("p-[0-9a-f]{40}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t", "a\nb", "a\0", "\u007f", "a\u0085b", "\uD800", "a\uDC00b"})
    void emptyTextsControlCharactersAndHalvesOfPairsAreNoSubjects(String text) {
        assertThat(PersonIds.isSubject(text)).isFalse();
    }

    @Test
    void aSubjectHasAtMost255CharactersHoweverTheyAreStored() {
        assertThat(PersonIds.isSubject("x".repeat(256))).isFalse();
        assertThat(PersonIds.isSubject("\uD83D\uDE42".repeat(256))).isFalse();
    }

    /** Stored for ever: recomputed with Python's hmac, over lengths of four bytes. */
    @Test
    void anIdNeverChanges() {
        assertThat(ids(SubjectPolicy.HASHED).of(ISSUER, "auth0|5f7c8ec7c33c6c004bbafe82"))
                .isEqualTo("p-3883cccee5d104d5b226c011bcb095db46ccb377");
        assertThat(ids(SubjectPolicy.HASHED).fingerprint().key()).isEqualTo("b99025d9f15cf3b0");
    }

    @Test
    void noTwoPairsOfIssuerAndSubjectShareAnId() {
        var pairs = List.of(
                List.of("ab", "c"),
                List.of("a", "bc"),
                List.of("abc", "d"),
                List.of("a", "c"),
                List.of("c", "ab"),
                List.of("A", "bc"),
                List.of("a", "bc "),
                List.of("a", "\u00e9"),
                List.of("a", "e\u0301"));
        for (SubjectPolicy policy : SubjectPolicy.values()) {
            var ids = new HashSet<String>();
            pairs.forEach(pair -> ids.add(ids(policy, "a").of(pair.getFirst(), pair.getLast())));
            assertThat(ids).as(policy.name()).hasSameSizeAs(pairs);
        }
    }

    @Test
    void anotherKeyMakesOtherIds() {
        assertThat(ids(SubjectPolicy.HASHED).of(ISSUER, "ada"))
                .isNotEqualTo(ids("f".repeat(64), SubjectPolicy.HASHED).of(ISSUER, "ada"));
    }

    @Test
    void onlyTheFirstIssuersSubjectsStayAsTheyAreAndOnlyIfThatIsSaid() {
        assertThat(ids(SubjectPolicy.PLAIN).of(ISSUER, "ada")).isEqualTo("ada");
        assertThat(ids(SubjectPolicy.PLAIN).of(OTHER, "ada"))
                .isEqualTo(ids(SubjectPolicy.HASHED).of(OTHER, "ada"));
        assertThat(ids(SubjectPolicy.HASHED).of(ISSUER, "ada")).startsWith("p-");
        assertThat(ids(SubjectPolicy.HASHED_IF_NEW).of(ISSUER, "ada")).startsWith("p-");
    }

    /** Whoever may choose their subject at the provider could otherwise become anybody whose id they have seen. */
    @Test
    void aSubjectEqualToSomebodysIdIsSomebodyElse() {
        PersonIds ids = ids(SubjectPolicy.PLAIN);
        String victim = ids.of(OTHER, "somebody@example.org");

        String attacker = ids.of(ISSUER, victim);

        assertThat(attacker).isNotEqualTo(victim).startsWith("p-");
        assertThat(ids.of(ISSUER, attacker)).isNotIn(victim, attacker);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0011", KEY + "00", "zz0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"})
    void aFileWithoutAKeyIsRefusedAndNotRepeated(String content) {
        assertThatThrownBy(() -> ids(content, SubjectPolicy.HASHED))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_PERSON_ID_KEY_FILE")
                .hasMessageContaining("openssl rand -hex 32")
                .satisfies(e -> {
                    if (!content.isEmpty()) {
                        assertThat(e.getMessage()).doesNotContain(content);
                    }
                });
    }

    @Test
    void theKeyMayEndWithALineEndAndDoesNotPrint() {
        PersonIds ids = ids(KEY + "\r\n", SubjectPolicy.PLAIN);

        assertThat(ids.of(OTHER, "ada")).isEqualTo(ids(SubjectPolicy.PLAIN).of(OTHER, "ada"));
        assertThat(ids.toString() + ids.fingerprint().toString()).doesNotContain(KEY.substring(0, 16));
    }

    private PersonIds ids(SubjectPolicy policy) {
        return ids(policy, ISSUER);
    }

    private PersonIds ids(SubjectPolicy policy, String firstIssuer) {
        return read(KEY, policy, firstIssuer);
    }

    private PersonIds ids(String key, SubjectPolicy policy) {
        return read(key, policy, ISSUER);
    }

    private PersonIds read(String key, SubjectPolicy policy, String firstIssuer) {
        try {
            return PersonIds.read(Files.writeString(folder.resolve("key"), key), policy, firstIssuer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
