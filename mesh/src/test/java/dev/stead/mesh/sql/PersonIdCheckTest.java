package dev.stead.mesh.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.security.DevelopmentIssuer;
import dev.stead.mesh.security.PeopleTokens;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PersonIdCheckTest {
    private static final String ANYBODY = "SELECT 1 FROM people LIMIT 1";

    @TempDir
    private Path folder = Path.of("");

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh("dev/stead/mesh/sql/personidmigrations");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void theSameKeyStartsAgainAfterARestart(TestDatabase test) {
        PersonIdCheck.require(test.database(), tokens("one", "hashed-if-new"), ANYBODY);
        add(test, "p-0123");

        assertThatCode(() -> PersonIdCheck.require(test.reopen(), tokens("one", "hashed-if-new"), ANYBODY))
                .doesNotThrowAnyException();
        assertThatCode(() -> PersonIdCheck.require(test.database(), tokens("one", "hashed"), ANYBODY))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anotherKeyIsRefusedAndChangesNothing(TestDatabase test) {
        PersonIdCheck.require(test.database(), tokens("one", "hashed"), ANYBODY);

        for (int attempt = 0; attempt < 2; attempt++) {
            assertRefused(test, tokens("other", "hashed"), "STEAD_PERSON_ID_KEY_FILE");
        }
        assertThatCode(() -> PersonIdCheck.require(test.database(), tokens("one", "hashed"), ANYBODY))
                .doesNotThrowAnyException();
    }

    /** From plain to hashed everybody would lose their id; from hashed to plain, and from issuer to issuer, as well. */
    @ParameterizedTest
    @MethodSource("databases")
    void anotherPolicyOrPlainIssuerIsRefused(TestDatabase test) {
        PersonIdCheck.require(test.database(), tokens("one", "plain"), ANYBODY);

        assertRefused(test, tokens("one", "hashed"), "STEAD_PEOPLE_SUBJECTS");
        assertRefused(test, tokens("one", "hashed-if-new"), "STEAD_PEOPLE_SUBJECTS");
        assertRefused(
                test,
                tokens("one", Map.of("STEAD_PEOPLE_SUBJECTS", "plain", "STEAD_PEOPLE_ISSUER", "https://other.example")),
                "STEAD_PEOPLE_ISSUER");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aStoreThatHasPeopleFromBeforeNeedsAWord(TestDatabase test) {
        add(test, "ada");

        assertRefused(test, tokens("one", "hashed-if-new"), "STEAD_PEOPLE_SUBJECTS is not set");
        assertThatCode(() -> PersonIdCheck.require(test.database(), tokens("one", "plain"), ANYBODY))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aServiceThatNoPersonCallsIsNotChecked(TestDatabase test) {
        add(test, "ada");
        PersonIdCheck.require(test.database(), PeopleTokens.none(), ANYBODY);

        assertThat(test.database()
                        .<Integer>read(handle -> handle.createQuery("SELECT count(*) FROM person_id_key")
                                .mapTo(Integer.class)
                                .one()))
                .isZero();
    }

    private static void assertRefused(TestDatabase test, PeopleTokens tokens, String text) {
        assertThatThrownBy(() -> PersonIdCheck.require(test.database(), tokens, ANYBODY))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(text);
    }

    private static void add(TestDatabase test, String person) {
        test.database()
                .change(handle -> handle.createUpdate("INSERT INTO people (person_id) VALUES (:person)")
                        .bind("person", person)
                        .execute());
    }

    private PeopleTokens tokens(String key, String policy) {
        return tokens(key, Map.of("STEAD_PEOPLE_SUBJECTS", policy));
    }

    private PeopleTokens tokens(String key, Map<String, String> more) {
        var values = new HashMap<>(DevelopmentIssuer.open(folder.resolve(key), InstantSource.system())
                .settings());
        values.putAll(more);
        return PeopleTokens.from(Settings.of(values));
    }
}
