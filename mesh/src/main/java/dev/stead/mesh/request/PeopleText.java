package dev.stead.mesh.request;

import java.util.stream.IntStream;

/**
 * The one vocabulary of every text that people write and others read: names, notes, descriptions, references. What cannot be seen, or
 * changes how its neighbours are seen, is not part of it: at a till a name must read as it was written.
 *
 * <p>Left out are control characters; line ends, except for {@code \n} in texts of several lines; marks of direction such as U+202E;
 * invisible characters such as U+200B; and code points that are no characters. The joiners U+200C and U+200D stay where a script is spelt
 * with them, as Persian and Hindi are, and U+200D also within an emoji.
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
    private static final int EMOJI_STYLE = 0xFE0F;
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
            case Character.FORMAT -> joins(text, at);
            default -> BLANKS.indexOf(point) < 0 && !isNoncharacter(point);
        };
    }

    private static boolean joins(int[] text, int at) {
        if (at == 0 || at == text.length - 1) {
            return false;
        }
        int before = text[at - 1];
        int after = text[at + 1];
        boolean spelt = isSpeltWithJoiners(before) && isSpeltWithJoiners(after);
        return switch (text[at]) {
            case ZERO_WIDTH_NON_JOINER -> spelt;
            case ZERO_WIDTH_JOINER -> spelt || (endsEmoji(before) && Character.isExtendedPictographic(after));
            default -> false;
        };
    }

    /** A letter or mark of the blocks from Arabic to Syriac, or from Devanagari to Sinhala. */
    private static boolean isSpeltWithJoiners(int point) {
        boolean inBlocks = (point >= 0x0600 && point <= 0x07FF) || (point >= 0x0900 && point <= 0x0DFF);
        return inBlocks && (Character.isLetter(point) || isMark(point));
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
