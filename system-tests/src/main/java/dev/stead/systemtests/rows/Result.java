package dev.stead.systemtests.rows;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The figures that a row prints, and the reasons if it failed. Not thread-safe. */
public final class Result {
    /** The share of planned faults that must land while an operation is in flight. */
    private static final double VACUOUS_BELOW = 0.9;

    private static final int SLOWER = 2;
    private static final int SHOWN = 5;

    private final Map<String, String> figures = new LinkedHashMap<>();
    private final List<String> failures = new ArrayList<>();

    /** Adds a figure. */
    Result figure(String name, Object value) {
        figures.put(name, String.valueOf(value));
        return this;
    }

    /** Adds the number of findings as a figure, and fails the row if there are any. */
    Result none(String name, List<String> findings) {
        figure(name, findings.size());
        findings.stream().limit(SHOWN).forEach(finding -> failures.add(name + ": " + finding));
        return this;
    }

    /** Vacuity guard: fails the row if too few of the planned faults landed while an operation was in flight. */
    Result inFlight(int planned, int landed) {
        figure("in-flight", planned == 0 ? "none planned" : 100 * landed / planned + "%");
        return require(
                planned > 0 && landed >= planned * VACUOUS_BELOW,
                "only " + landed + " of " + planned + " faults landed while an operation was in flight");
    }

    /**
     * What a call took beside an attack, of what it took without: at most twice as long, where nothing else runs. A build shares its
     * processors with other tests, and prints the figures only.
     */
    Result beside(TimedCaller.Times quiet, TimedCaller.Times attacked, RowContext.Size size) {
        double times = attacked.p99() / quiet.p99();
        figure("calls", attacked.histogram().getTotalCount());
        figure("quiet-p99-ms", milliseconds(quiet.p99()));
        figure("p99-ms", milliseconds(attacked.p99()));
        figure("times", String.format(Locale.ROOT, "%.2f", times));
        none("unanswered", List.copyOf(attacked.failures()));
        return require(
                size == RowContext.Size.CI || times <= SLOWER,
                String.format(Locale.ROOT, "p99 was %.2f times as long as without the attack", times));
    }

    private static String milliseconds(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    /** Fails the row unless this holds. */
    Result require(boolean holds, String otherwise) {
        if (!holds) {
            failures.add(otherwise);
        }
        return this;
    }

    /** True if nothing failed. */
    public boolean passed() {
        return failures.isEmpty();
    }

    /** Why it failed. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /** The figures as {@code name=value}, in the order in which they were given. */
    @Override
    public String toString() {
        var text = new StringBuilder();
        figures.forEach((name, value) ->
                text.append(text.isEmpty() ? "" : " ").append(name).append('=').append(value));
        return text.toString();
    }
}
