package dev.stead.mesh.request;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The one vocabulary of every text that people write and others read: names, notes, descriptions, references. What cannot be seen, or
 * changes how its neighbours are seen, is not part of it: at a till a name must read as it was written.
 *
 * <p>Left out are control characters; line ends, except for {@code \n} in texts of several lines; marks of direction such as U+202E;
 * invisible characters such as U+200B; marks without a letter, or so many on one that they cover the lines around; and code points that
 * are no characters. What cannot be seen by itself stays where people spell with it: the joiners U+200C and U+200D in Persian, Kurdish,
 * Hindi or Malayalam, the vowel separator in Mongolian, U+200D within an emoji, and tags within the flags of England, Scotland and Wales.
 */
public final class PeopleText {
    /** The rule of one line in words: "a name must be " + LINE. */
    public static final String LINE =
            "readable text on one line, without control characters, marks of direction and invisible characters";

    /** The rule of several lines in words. */
    public static final String LINES = "readable text, without control characters other than the line end \\n, and"
            + " without marks of direction and invisible characters";

    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;
    private static final int MONGOLIAN_VOWEL_SEPARATOR = 0x180E;
    private static final int EMOJI_STYLE = 0xFE0F;
    /** Kurdish writes its vowel e as this letter and U+200C, also at the end of a name. */
    private static final int ARABIC_HEH = 0x0647;

    private static final int BLACK_FLAG = 0x1F3F4;
    private static final int FIRST_TAG = 0xE0020;
    private static final int CANCEL_TAG = 0xE007F;
    private static final Set<String> FLAGS = Set.of("gbeng", "gbsct", "gbwls");
    /** Viramas: with U+200D after one, a consonant is written as a half form, or as a chillu at the end of a Malayalam name. */
    private static final String VIRAMAS = "\u094D\u09CD\u0A4D\u0ACD\u0B4D\u0BCD\u0C4D\u0CCD\u0D4D\u0DCA";
    /** So many marks may follow each other. Hebrew with all its points has five; https://www.unicode.org/reports/tr39 advises four. */
    private static final int MOST_MARKS = 6;

    private static final int UNREADABLE = 0xFFFD;
    /** Letters, marks and symbols by their category, but nothing is drawn for them. */
    private static final String BLANKS = "\u034F\u115F\u1160\u17B4\u17B5\u2800\u3164\uFFA0";

    private PeopleText() {}

    /** Whether every character may stand in a text of one line. */
    public static boolean isLine(String text) {
        return isOf(text, false);
    }

    /** Whether every character may stand in a text of several lines. */
    public static boolean isLines(String text) {
        return isOf(text, true);
    }

    /** Whether there is nothing to see: only blanks and marks without a letter. */
    public static boolean isBlank(String text) {
        return text.codePoints().noneMatch(PeopleText::isVisible);
    }

    /** A line that an earlier version stored by a wider rule, with a blank for each line end and U+FFFD for whatever else is left out. */
    public static String cleanedLine(String stored) {
        return cleaned(stored, false);
    }

    /** As {@link #cleanedLine}, but {@code \n} stays. */
    public static String cleanedLines(String stored) {
        return cleaned(stored, true);
    }

    private static boolean isOf(String text, boolean lines) {
        int[] points = text.codePoints().toArray();
        return IntStream.range(0, points.length).allMatch(at -> isAllowed(points, at, lines));
    }

    private static String cleaned(String stored, boolean lines) {
        if (isOf(stored, lines)) {
            return stored;
        }
        int[] points = stored.codePoints().toArray();
        int[] clean = IntStream.range(0, points.length)
                .map(at -> {
                    int replacement = points[at] == '\n' ? ' ' : UNREADABLE;
                    return isAllowed(points, at, lines) ? points[at] : replacement;
                })
                .toArray();
        return new String(clean, 0, clean.length);
    }

    private static boolean isAllowed(int[] text, int at, boolean lines) {
        int point = text[at];
        return switch (Character.getType(point)) {
            case Character.CONTROL -> lines && point == '\n';
            case Character.SURROGATE, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT -> joins(text, at) || isInFlag(text, at);
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK ->
                BLANKS.indexOf(point) < 0 && isOnLetter(text, at);
            default -> BLANKS.indexOf(point) < 0 && !isNoncharacter(point);
        };
    }

    private static boolean joins(int[] text, int at) {
        int before = at == 0 ? UNREADABLE : text[at - 1];
        int after = at == text.length - 1 ? UNREADABLE : text[at + 1];
        boolean spelt = isSpeltWithJoiners(before) && isSpeltWithJoiners(after);
        return switch (text[at]) {
            case ZERO_WIDTH_NON_JOINER -> spelt || before == ARABIC_HEH;
            case ZERO_WIDTH_JOINER ->
                spelt
                        || VIRAMAS.indexOf(before) >= 0
                        || before == ARABIC_HEH
                        || (endsEmoji(before) && Character.isExtendedPictographic(after));
            case MONGOLIAN_VOWEL_SEPARATOR -> isMongolian(before) && isMongolian(after);
            default -> false;
        };
    }

    /** A letter or mark of the blocks from Arabic to Arabic Extended-A, or from Devanagari to Sinhala. */
    private static boolean isSpeltWithJoiners(int point) {
        boolean inBlocks = point >= 0x0600 && point <= 0x0DFF;
        return inBlocks && (Character.isLetter(point) || isMark(point));
    }

    private static boolean isMongolian(int point) {
        return Character.UnicodeScript.of(point) == Character.UnicodeScript.MONGOLIAN && Character.isLetter(point);
    }

    /** Tags only between a black flag and their own end, and only those of a flag that is drawn: they could carry hidden text. */
    private static boolean isInFlag(int[] text, int at) {
        int first = at;
        while (first > 0 && isTag(text[first])) {
            first--;
        }
        int last = at;
        while (last < text.length && isTag(text[last]) && text[last] != CANCEL_TAG) {
            last++;
        }
        if (text[first] != BLACK_FLAG || last == text.length || text[last] != CANCEL_TAG) {
            return false;
        }
        String tags = IntStream.range(first + 1, last)
                .mapToObj(tag -> Character.toString(text[tag] - FIRST_TAG + ' '))
                .collect(Collectors.joining());
        return FLAGS.contains(tags);
    }

    private static boolean isTag(int point) {
        return point >= FIRST_TAG && point <= CANCEL_TAG;
    }

    private static boolean isOnLetter(int[] text, int at) {
        int marks = 1;
        while (marks <= MOST_MARKS && at >= marks && isMark(text[at - marks])) {
            marks++;
        }
        return marks <= MOST_MARKS && at >= marks && text[at - marks] != '\n';
    }

    private static boolean endsEmoji(int point) {
        return Character.isExtendedPictographic(point) || Character.isEmojiModifier(point) || point == EMOJI_STYLE;
    }

    private static boolean isVisible(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> !isMark(point) && BLANKS.indexOf(point) < 0;
        };
    }

    private static boolean isMark(int point) {
        int type = Character.getType(point);
        return type == Character.NON_SPACING_MARK
                || type == Character.COMBINING_SPACING_MARK
                || type == Character.ENCLOSING_MARK;
    }

    private static boolean isNoncharacter(int point) {
        return (point & 0xFFFE) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF);
    }
}
