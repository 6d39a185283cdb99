package dev.stead.benchmarks.report;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One flat JSON object on one line, its members in insertion order. */
public final class Json {
    private final Map<String, String> members = new LinkedHashMap<>();

    public Json put(String name, String text) {
        members.put(name, quoted(text));
        return this;
    }

    public Json put(String name, long number) {
        members.put(name, Long.toString(number));
        return this;
    }

    /** {@code null} if there is no such number. */
    public Json put(String name, double number, int decimals) {
        members.put(name, Double.isFinite(number) ? String.format(Locale.ROOT, "%." + decimals + "f", number) : "null");
        return this;
    }

    /** The members' names, in columns, for people. */
    public String head() {
        return members.keySet().stream().map(Json::column).collect(Collectors.joining(" "));
    }

    /** The members' values, in the same columns. */
    public String row() {
        return members.values().stream().map(Json::column).collect(Collectors.joining(" "));
    }

    private static String column(String text) {
        return String.format(Locale.ROOT, "%9s", text.replace("\"", ""));
    }

    @Override
    public String toString() {
        return members.entrySet().stream()
                .map(member -> quoted(member.getKey()) + ":" + member.getValue())
                .collect(Collectors.joining(",", "{", "}"));
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format("\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
