package dev.stead.mesh;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Typed reads of the {@code STEAD_*} variables. Every read declares its key, its default and one line of documentation, so
 * that the program itself knows all its settings: {@link #declared()} feeds the reference page, {@link #refuseUnknown()}
 * catches misspelt and renamed ones. Not thread-safe: read everything at start, on one thread, into records.
 */
public final class Settings {
    private static final String PREFIX = "STEAD_";
    /** So many letters at most are wrong in a name that was misspelt; more of them are another program's setting. */
    private static final int MISSPELT = 4;

    private static final Pattern OF_A_SHELL = Pattern.compile("^([\"']).*\\1$|\\s#\\s", Pattern.DOTALL);

    private final Map<String, String> values;
    private final Map<String, Setting> declared = new LinkedHashMap<>();
    private final Map<String, String> renamed = new HashMap<>();

    private Settings(Map<String, String> values) {
        this.values = values;
    }

    /** The settings of this process's environment. */
    public static Settings environment() {
        return of(System.getenv());
    }

    /** Settings from a map; keys that do not begin with {@code STEAD_} are ignored. */
    public static Settings of(Map<String, String> values) {
        var own = new TreeMap<String, String>();
        values.forEach((key, value) -> {
            if (key.startsWith(PREFIX)) {
                own.put(key, value);
            }
        });
        return new Settings(own);
    }

    public String text(String key, String defaultValue, String doc) {
        return read(key, defaultValue, doc, defaultValue, "text", value -> value);
    }

    /** A setting without a default: its absence is an error. */
    public String required(String key, String doc) {
        declare(key, "(required)", doc);
        return value(key).orElseThrow(() -> new SettingsException(key + " is not set, but is required: " + doc + "."));
    }

    public int integer(String key, int defaultValue, int min, int max, String doc) {
        String range = "a whole number from " + min + " to " + max;
        return read(key, defaultValue, doc, Integer.toString(defaultValue), range, value -> {
            int number = Integer.parseInt(value);
            return number >= min && number <= max ? number : null;
        });
    }

    public double decimal(String key, double defaultValue, double min, double max, String doc) {
        String range = "a number from " + written(min) + " to " + written(max);
        return read(key, defaultValue, doc, written(defaultValue), range, value -> {
            double number = Double.parseDouble(value);
            return number >= min && number <= max ? number : null;
        });
    }

    /** A positive duration such as {@code 500ms}, {@code 8s}, {@code 5m}, {@code 1h} or {@code 7d}. */
    public Duration duration(String key, Duration defaultValue, String doc) {
        return read(
                key,
                defaultValue,
                doc,
                Durations.format(defaultValue),
                "a duration such as 500ms, 8s or 5m",
                Durations::parse);
    }

    public boolean flag(String key, boolean defaultValue, String doc) {
        return read(key, defaultValue, doc, Boolean.toString(defaultValue), "true or false", value -> switch (value) {
            case "true" -> true;
            case "false" -> false;
            case String other -> null;
        });
    }

    /** One of an enum's constants, written in lower case with dashes: {@code POSTGRES_ONLY} is {@code postgres-only}. */
    public <E extends Enum<E>> E choice(String key, E defaultValue, String doc) {
        List<E> all = List.of(defaultValue.getDeclaringClass().getEnumConstants());
        String expected = "one of "
                + String.join(", ", all.stream().map(Settings::written).toList());
        return read(
                key,
                defaultValue,
                doc,
                written(defaultValue),
                expected,
                value -> all.stream()
                        .filter(constant -> written(constant).equals(value))
                        .findFirst()
                        .orElse(null));
    }

    /** A file that must be readable if the setting is given. */
    public Optional<Path> file(String key, String doc) {
        declare(key, "(none)", doc);
        Optional<Path> path = value(key).map(Path::of);
        path.filter(p -> !Files.isReadable(p)).ifPresent(p -> {
            throw new SettingsException(key + " names " + p
                    + ", which does not exist or cannot be read: name a readable one (" + doc + ").");
        });
        return path;
    }

    /** A text without a default. */
    public Optional<String> optional(String key, String doc) {
        declare(key, "(none)", doc);
        return value(key);
    }

    /** Declares that a setting had another name: whoever still sets the old one is told the new one. */
    public void renamed(String oldKey, String newKey) {
        renamed.put(oldKey, newKey);
    }

    /**
     * To be called once, after every setting was read.
     *
     * @throws SettingsException if a {@code STEAD_*} key is set that nobody declared; names its new name or a known one like it
     */
    public void refuseUnknown() {
        for (String key : values.keySet()) {
            if (renamed.containsKey(key)) {
                throw new SettingsException(key + " was renamed: set " + renamed.get(key) + " instead.");
            }
            if (!declared.containsKey(key)) {
                throw new SettingsException(
                        key + " is not a setting of this service: " + nearest(key, declared.keySet()) + ".");
            }
        }
    }

    /** Every setting read so far, in the order of the reads. */
    public List<Setting> declared() {
        return List.copyOf(declared.values());
    }

    /** What is set, by its key, without blanks around it: everything else has the default of this version. */
    public Map<String, String> given() {
        var given = new TreeMap<String, String>();
        values.keySet().forEach(key -> value(key).ifPresent(value -> given.put(key, value)));
        return given;
    }

    private <T> T read(
            String key,
            T defaultValue,
            String doc,
            String shown,
            String expected,
            Function<String, @Nullable T> parse) {
        declare(key, shown, doc);
        Optional<String> value = value(key);
        if (value.isEmpty()) {
            return defaultValue;
        }
        try {
            T parsed = parse.apply(value.get());
            if (parsed != null) {
                return parsed;
            }
        } catch (NumberFormatException malformed) {
            // The same message as for a value out of range.
        }
        throw new SettingsException(
                key + " must be " + expected + ", but is \"" + value.get() + "\" (default " + shown + ").");
    }

    /** An empty value counts as unset: container manifests cannot unset a variable. */
    private Optional<String> value(String key) {
        Optional<String> value =
                Optional.ofNullable(values.get(key)).map(Settings::stripped).filter(text -> !text.isEmpty());
        value.filter(text -> OF_A_SHELL.matcher(text).find()).ifPresent(_ -> {
            throw new SettingsException(
                    key + " holds quotes or a comment, which only a shell would take away: a file of"
                            + " docker or podman --env-file and a manifest give them to this process as part of the value."
                            + " Leave them out.");
        });
        return value;
    }

    /** Without blanks around it, nor what is copied along from a page or an editor: no-break spaces, the mark of UTF-8. */
    private static String stripped(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && isUnseen(value.charAt(from))) {
            from++;
        }
        while (to > from && isUnseen(value.charAt(to - 1))) {
            to--;
        }
        return value.substring(from, to);
    }

    private static boolean isUnseen(char letter) {
        return Character.isWhitespace(letter)
                || Character.isSpaceChar(letter)
                || Character.getType(letter) == Character.FORMAT;
    }

    private void declare(String key, String defaultValue, String doc) {
        if (!key.startsWith(PREFIX)) {
            throw new IllegalArgumentException("The key of a setting must begin with " + PREFIX + ", but is " + key);
        }
        declared.putIfAbsent(key, new Setting(key, defaultValue, doc));
    }

    /** As a person writes it: a float that was widened to a double has the float's digits, and 1 has no fraction. */
    private static String written(double number) {
        String digits = number == (float) number ? Float.toString((float) number) : Double.toString(number);
        return new BigDecimal(digits).stripTrailingZeros().toPlainString();
    }

    private static String written(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String nearest(String key, Collection<String> known) {
        return known.stream()
                .min((a, b) -> Integer.compare(distance(key, a), distance(key, b)))
                .filter(name -> distance(key, name) <= MISSPELT)
                .map(name -> "the nearest one is " + name)
                .orElse("unset it for this process (docs/settings.md lists what each program reads)");
    }

    /** Levenshtein's edit distance. */
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        Arrays.setAll(previous, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
