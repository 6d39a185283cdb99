package dev.stead.standalone;

import java.util.regex.Pattern;

/** Text as a shell reads it back: exactly, whatever quotes, spaces, dollar signs and ends of lines a path holds. */
final class ShellText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:@%+,=-]+");
    private static final Pattern MEANS_SOMETHING = Pattern.compile("[\"\\\\$`]");

    private ShellText() {}

    /**
     * A line of a file that a shell sources and that systemd reads as an {@code EnvironmentFile}: both read the same value. Single quotes
     * would not do: systemd knows no way to put one between them.
     */
    static String setting(String key, String value) {
        String quoted =
                isPlain(value) ? value : '"' + MEANS_SOMETHING.matcher(value).replaceAll("\\\\$0") + '"';
        return key + '=' + quoted + '\n';
    }

    /** One word of a command line that a person copies; in double quotes an interactive shell would still read an exclamation mark. */
    static String word(String text) {
        return isPlain(text) ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    private static boolean isPlain(String text) {
        return PLAIN.matcher(text).matches();
    }
}
