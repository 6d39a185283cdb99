package dev.stead.payment.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a row of the fault matrix found: its figures, and each thing that must never be. Not thread-safe. */
public final class Row {
    private static final int MOST = 20;

    private final String name;
    private final long seed;
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    public Row(String name, long seed) {
        this.name = name;
        this.seed = seed;
    }

    public Row figure(String figure, Object value) {
        figures.put(figure, value);
        return this;
    }

    /** Notes a failure unless it holds. */
    public Row require(boolean holds, String what) {
        if (!holds && failures.size() < MOST) {
            failures.add(what);
        }
        return this;
    }

    public Map<String, Object> figures() {
        return Collections.unmodifiableMap(figures);
    }

    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** {@code M5 pass settlements=200 ... seed=7}. */
    @Override
    public String toString() {
        var line = new StringBuilder(name).append(failures.isEmpty() ? " pass" : " FAIL");
        figures.forEach(
                (figure, value) -> line.append(' ').append(figure).append('=').append(value));
        line.append(" seed=").append(seed);
        failures.forEach(
                failure -> line.append(System.lineSeparator()).append("  ").append(failure));
        return line.toString();
    }
}
