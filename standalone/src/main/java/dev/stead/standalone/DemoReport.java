package dev.stead.standalone;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Prints one line per step while the demo runs: number, ok or FAIL, title, duration, outcome. For one thread. */
final class DemoReport {
    private static final int TITLE_WIDTH = 58;

    private final PrintStream out;
    private final boolean colours;
    private final LongSupplier nanoTime;
    private final List<Step> steps = new ArrayList<>();

    DemoReport(PrintStream out, boolean colours, LongSupplier nanoTime) {
        this.out = out;
        this.colours = colours;
        this.nanoTime = nanoTime;
    }

    /** The outcome of a step is not the expected one. */
    static final class UnexpectedOutcomeException extends RuntimeException {
        private static final long serialVersionUID = 1;

        UnexpectedOutcomeException(String message) {
            super(message);
        }
    }

    /** Fails the running step with this message unless the condition holds. */
    static void require(boolean condition, String message) {
        if (!condition) {
            throw new UnexpectedOutcomeException(message);
        }
    }

    void section(String title) {
        out.printf("%n%s%n", bold(title));
    }

    /**
     * Runs a step and prints its outcome.
     *
     * @param outcome describes the result in a few words
     * @throws Exception what the action throws, after the step has been printed as failed
     */
    <T> T step(String title, Callable<T> action, Function<T, String> outcome) throws Exception {
        long start = nanoTime.getAsLong();
        try {
            T result = action.call();
            long nanos = nanoTime.getAsLong() - start;
            print(new Step(title, outcome.apply(result), nanos, true));
            return result;
        } catch (Exception e) {
            print(new Step(title, String.valueOf(e.getMessage()), nanoTime.getAsLong() - start, false));
            throw e;
        }
    }

    void note(String text) {
        out.println("     " + text);
    }

    boolean allPassed() {
        return steps.stream().allMatch(Step::passed);
    }

    /** Prints rows of two columns. */
    void table(List<String[]> rows) {
        int width = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
        rows.forEach(row -> out.printf("  %-" + width + "s  %s%n", row[0], row[1]));
    }

    void summary(Duration total) {
        long passed = steps.stream().filter(Step::passed).count();
        String summary = String.format(
                Locale.ROOT, "%d of %d steps passed, in %.1f s", passed, steps.size(), total.toMillis() / 1000.0);
        out.printf("%n%s%n", allPassed() ? green(summary) : red(summary));
    }

    static String millis(long nanos) {
        double ms = nanos / 1e6;
        return String.format(Locale.ROOT, ms < 10 ? "%.2f ms" : "%.0f ms", ms);
    }

    private void print(Step step) {
        steps.add(step);
        String mark = step.passed ? green("ok  ") : red("FAIL");
        out.printf(
                Locale.ROOT,
                "%3d %s  %-" + TITLE_WIDTH + "s %9s  %s%n",
                steps.size(),
                mark,
                step.title,
                millis(step.nanos),
                step.outcome);
    }

    private String bold(String text) {
        return paint("1", text);
    }

    private String green(String text) {
        return paint("32", text);
    }

    private String red(String text) {
        return paint("31", text);
    }

    private String paint(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private record Step(String title, String outcome, long nanos, boolean passed) {}
}
