package dev.stead.mesh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
    private enum Colour {
        DARK_RED,
        BLUE
    }

    @Test
    void readsEveryTypeAndItsDefault() {
        Settings set = Settings.of(Map.of(
                "STEAD_TEXT", "a",
                "STEAD_NUMBER", "7",
                "STEAD_DECIMAL", "0.5",
                "STEAD_TIME", "250ms",
                "STEAD_FLAG", "true",
                "STEAD_COLOUR", "dark-red",
                "PATH", "ignored"));
        Settings unset = Settings.of(Map.of("STEAD_TEXT", "  "));

        assertThat(set.text("STEAD_TEXT", "z", "doc")).isEqualTo("a");
        assertThat(unset.text("STEAD_TEXT", "z", "doc")).isEqualTo("z");
        assertThat(set.integer("STEAD_NUMBER", 1, 0, 9, "doc")).isEqualTo(7);
        assertThat(unset.integer("STEAD_NUMBER", 1, 0, 9, "doc")).isEqualTo(1);
        assertThat(set.decimal("STEAD_DECIMAL", 1, 0, 1, "doc")).isEqualTo(0.5);
        assertThat(set.duration("STEAD_TIME", Duration.ofDays(1), "doc")).isEqualTo(Duration.ofMillis(250));
        assertThat(set.flag("STEAD_FLAG", false, "doc")).isTrue();
        assertThat(set.choice("STEAD_COLOUR", Colour.BLUE, "doc")).isEqualTo(Colour.DARK_RED);
        assertThat(unset.choice("STEAD_COLOUR", Colour.BLUE, "doc")).isEqualTo(Colour.BLUE);
        assertThat(unset.file("STEAD_FILE", "doc")).isEmpty();
        assertThat(unset.optional("STEAD_OTHER", "doc")).isEmpty();
        set.refuseUnknown();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "10", "-1", "1.5", "99999999999", "0x1"})
    void refusesANumberOutOfRangeWithKeyRangeAndDefault(String value) {
        assertThatThrownBy(() -> Settings.of(Map.of("STEAD_NUMBER", value)).integer("STEAD_NUMBER", 1, 0, 9, "doc"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_NUMBER")
                .hasMessageContaining("from 0 to 9")
                .hasMessageContaining("default 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "5 s", "-5s", "0s", "1.5s", "5y"})
    void refusesADurationWithoutAUnit(String value) {
        assertThatThrownBy(() ->
                        Settings.of(Map.of("STEAD_TIME", value)).duration("STEAD_TIME", Duration.ofSeconds(1), "doc"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("500ms, 8s or 5m");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://a/b", " https://a/b\r", "\u00A0https://a/b\u00A0", "\uFEFFhttps://a/b\u200B\t"})
    void leavesOutWhatNobodySeesAroundAValue(String value) {
        assertThat(Settings.of(Map.of("STEAD_TEXT", value)).text("STEAD_TEXT", "z", "doc"))
                .isEqualTo("https://a/b");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"7\"", "'7'", "'/a b/c'", "\"\"", "7 # seven", "/a # b"})
    void refusesQuotesAndCommentsThatOnlyAShellTakesAway(String value) {
        Settings settings = Settings.of(Map.of("STEAD_TEXT", value));
        assertThatThrownBy(() -> settings.text("STEAD_TEXT", "z", "doc"))
                .isInstanceOf(SettingsException.class)
                .hasMessageStartingWith("STEAD_TEXT holds quotes or a comment")
                .hasMessageNotContaining(value);
        assertThatThrownBy(() -> settings.optional("STEAD_TEXT", "doc")).isInstanceOf(SettingsException.class);
        assertThatThrownBy(() -> settings.required("STEAD_TEXT", "doc")).isInstanceOf(SettingsException.class);
        assertThatThrownBy(() -> settings.file("STEAD_TEXT", "doc")).isInstanceOf(SettingsException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/srv/Ben's home", "/srv/shop #2/x", "a\"b", "https://a/b#c", "'"})
    void takesQuotesAndHashesWithinAValue(String value) {
        assertThat(Settings.of(Map.of("STEAD_TEXT", value)).text("STEAD_TEXT", "z", "doc"))
                .isEqualTo(value);
    }

    @Test
    void refusesNotANumberAndUnknownChoicesAndFlags() {
        Settings settings = Settings.of(Map.of("STEAD_D", "NaN", "STEAD_C", "green", "STEAD_F", "yes"));

        assertThatThrownBy(() -> settings.decimal("STEAD_D", 0, 0, 1, "doc")).isInstanceOf(SettingsException.class);
        assertThatThrownBy(() -> settings.choice("STEAD_C", Colour.BLUE, "doc"))
                .hasMessageContaining("one of dark-red, blue");
        assertThatThrownBy(() -> settings.flag("STEAD_F", true, "doc")).hasMessageContaining("true or false");
    }

    @Test
    void refusesAMissingRequiredOneAndAMissingFile() {
        assertThatThrownBy(() -> Settings.of(Map.of()).required("STEAD_X", "what for"))
                .hasMessageContaining("STEAD_X is not set")
                .hasMessageContaining("what for");
        assertThatThrownBy(
                        () -> Settings.of(Map.of("STEAD_X", Path.of("/no/such").toString()))
                                .file("STEAD_X", "doc"))
                .hasMessageContaining("/no/such");
    }

    @Test
    void refusesAnUnknownKeyWithTheNearestKnownOne() {
        Settings settings = Settings.of(Map.of("STEAD_PROT", "1"));
        String _ = settings.text("STEAD_HOST", "", "doc");
        String _ = settings.text("STEAD_PORT", "", "doc");

        assertThatThrownBy(settings::refuseUnknown)
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_PROT")
                .hasMessageContaining("STEAD_PORT");
    }

    @Test
    void refusesARenamedKeyWithItsNewName() {
        Settings settings = Settings.of(Map.of("STEAD_OLD", "1"));
        settings.renamed("STEAD_OLD", "STEAD_NEW");
        int _ = settings.integer("STEAD_NEW", 1, 0, 9, "doc");

        assertThatThrownBy(settings::refuseUnknown)
                .isInstanceOf(SettingsException.class)
                .hasMessage("STEAD_OLD was renamed: set STEAD_NEW instead.");
    }

    @Test
    void aRenamedKeyThatIsNotSetIsNoProblem() {
        Settings settings = Settings.of(Map.of("STEAD_NEW", "2"));
        settings.renamed("STEAD_OLD", "STEAD_NEW");

        assertThat(settings.integer("STEAD_NEW", 1, 0, 9, "doc")).isEqualTo(2);
        settings.refuseUnknown();
        assertThat(settings.declared()).extracting(Setting::key).containsExactly("STEAD_NEW");
    }

    @Test
    void showsNumbersAsAPersonWritesThem() {
        Settings settings = Settings.of(Map.of("STEAD_LIMIT", "2"));
        double _ = settings.decimal("STEAD_FLOAT", 0.35f, 0, 1, "doc");
        double _ = settings.decimal("STEAD_DOUBLE", 0.9999, 0, 1, "doc");
        double _ = settings.decimal("STEAD_WHOLE", 1, 0, 1, "doc");
        double _ = settings.decimal("STEAD_SMALL", 1e-7, 0, 1, "doc");

        assertThat(settings.declared())
                .extracting(Setting::defaultValue)
                .containsExactly("0.35", "0.9999", "1", "0.0000001");
        assertThatThrownBy(() -> settings.decimal("STEAD_LIMIT", 0.35f, 0.01, 1, "doc"))
                .hasMessage("STEAD_LIMIT must be a number from 0.01 to 1, but is \"2\" (default 0.35).");
    }

    @Test
    void declaresWhatWasReadInOrder() {
        Settings settings = Settings.of(Map.of());
        Duration _ = settings.duration("STEAD_B", Duration.ofSeconds(90), "how long");
        boolean _ = settings.flag("STEAD_A", false, "whether");

        assertThat(settings.declared())
                .containsExactly(new Setting("STEAD_B", "90s", "how long"), new Setting("STEAD_A", "false", "whether"));
    }
}
