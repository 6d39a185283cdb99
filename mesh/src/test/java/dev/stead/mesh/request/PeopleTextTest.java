package dev.stead.mesh.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeopleTextTest {
    /** Texts with characters that a reader would not see, written by their code points. */
    private static String around(int point) {
        return "Ann" + Character.toString(point) + "a";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Ann",
                "Zoë Müller-O'Hara",
                "李小龍",
                "山田　太郎",
                "शर्मा",
                "علی\u200Cرضا",
                "ක්\u200Dරි",
                "👩\u200D👩\u200D👧",
                "🏳\uFE0F\u200D🌈",
                "👩🏽\u200D🚀",
                "🏴󠁧󠁢󠁥󠁮󠁧󠁿 🏴󠁧󠁢󠁳󠁣󠁴󠁿 🏴󠁧󠁢󠁷󠁬󠁳󠁿",
                "🏳\uFE0F\u200D⚧\uFE0F",
                "മോഹന്\u200D",
                "ရွှေ",
                "ه\u200D.ش",
                "کورده\u200C",
                "ࢠا\u200Cࢠ",
                "ᠠ\u180Eᠨ",
                "בְּרֵאשִׁ֖ית",
                "Ngue\u0302\u0303n",
                "12 × 3 = 36 €",
                "\uFFFD"
            })
    void takesWhatPeopleWrite(String text) {
        assertThat(PeopleText.isLine(text)).isTrue();
        assertThat(PeopleText.isLines(text)).isTrue();
        assertThat(PeopleText.cleanedLine(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {
                0x0000, 0x0007, 0x0009, 0x000B, 0x000D, 0x001B, 0x007F, 0x0085, 0x009B, 0x00AD, 0x034F, 0x061C, 0x115F,
                0x180E, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0x2029, 0x202A, 0x202B, 0x202C, 0x202D, 0x202E,
                0x2060, 0x2064, 0x2066, 0x2067, 0x2068, 0x2069, 0x206F, 0x2800, 0x3164, 0xD800, 0xDFFF, 0xFDD0, 0xFEFF,
                0xFFA0, 0xFFF9, 0xFFFB, 0xFFFE, 0xFFFF, 0x1D173, 0xE0001, 0xE0041, 0xE007F, 0x10FFFF
            })
    void refusesWhatNobodySees(int point) {
        assertThat(PeopleText.isLine(around(point))).isFalse();
        assertThat(PeopleText.isLines(around(point))).isFalse();
        assertThat(PeopleText.cleanedLine(around(point))).isEqualTo("Ann\uFFFDa");
    }

    @Test
    void onlyTextsOfSeveralLinesHaveLineEnds() {
        assertThat(PeopleText.isLine("two\nlines")).isFalse();
        assertThat(PeopleText.isLines("two\nlines")).isTrue();
        assertThat(PeopleText.isLines("two\r\nlines")).isFalse();
        assertThat(PeopleText.cleanedLine("two\nlines")).isEqualTo("two lines");
        assertThat(PeopleText.cleanedLines("two\nli\u202Enes")).isEqualTo("two\nli\uFFFDnes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0301Ann",
                "A\u0301\u0302\u0303\u0304\u0305\u0306\u0307nn",
                "𝕟\u20DD\u20DD\u20DD\u20DD\u20DD\u20DD\u20DD"
            })
    void marksDoNotCoverWhatIsAroundThem(String text) {
        assertThat(PeopleText.isLine(text)).isFalse();
        assertThat(PeopleText.isLines("two\n" + text)).isFalse();
        assertThat(PeopleText.isLine(PeopleText.cleanedLine(text))).isTrue();
    }

    /** Tags are letters that nobody sees: text can be hidden in them. */
    @ParameterizedTest
    @ValueSource(
            strings = {"🏴󠁧󠁢󠁥󠁮󠁧", "󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁰󠁡󠁹󠁿", "👩󠁧󠁢󠁥󠁮󠁧󠁿", "🏴󠁧󠁢󠁥󠁮󠁧󠁿󠁧󠁢󠁥󠁮󠁧󠁿"})
    void tagsStandOnlyInAFlagThatIsDrawn(String text) {
        assertThat(PeopleText.isLine(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ann\u200D👧", "👩\u200DAnn", "👩\u200D", "\u200D👧", "ا\u200Ca", "👩\u200C👧", "1\u200D2"})
    void joinersStandOnlyWhereTheyJoin(String text) {
        assertThat(PeopleText.isLine(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\u00A0\u2007", "　", "\u0301", "\uFE0F", "\u200B\u2060", "\u3164\u2800", "\n"})
    void aTextWithNothingToSeeIsBlank(String text) {
        assertThat(PeopleText.isBlank(text)).isTrue();
        assertThat(PeopleText.isBlank(text + "a")).isFalse();
    }
}
