package dev.stead.standalone;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Prints one line a step while the demo runs and a table at its end. Used by one thread. */
final class DemoReport {
    private static final int TITLE_WIDTH = 58;

    private final PrintStream out;
    private final boolean colours;
    private final LongSupplier nanoTime;
    private final List<Line> lines = new ArrayList<>();

    DemoReport(PrintStream out, boolean colours, LongSupplier nanoTime) {
        this.out = out;
        this.colours = colours;
        this.nanoTime = nanoTime;
    }

    /** A step that did not come out as it must. */
    static final class Broken extends RuntimeException {
        private static final long serialVersionUID = 1;

        Broken(String message) {
            super(message);
        }
    }

    static void require(boolean held, String otherwise) {
        if (!held) {
            throw new Broken(otherwise);
        }
    }

    void act(String title) {
        out.printf("%n%s%n", bold(title));
    }

    /** Runs a step and prints how it came out; a step that throws is printed as broken and ends the demo. */
    <T> T step(String title, Callable<T> action, Function<T, String> outcome) throws Exception {
        long start = nanoTime.getAsLong();
        try {
            T result = action.call();
            long took = nanoTime.getAsLong() - start;
            print(new Line(title, outcome.apply(result), took, true));
            return result;
        } catch (Exception e) {
            print(new Line(title, String.valueOf(e.getMessage()), nanoTime.getAsLong() - start, false));
            throw e;
        }
    }

    void note(String text) {
        out.println("     " + text);
    }

    boolean allHeld() {
        return lines.stream().allMatch(Line::held);
    }

    void table(List<String[]> rows) {
        int width = rows.stream().mapToInt(row -> row[0].length()).max().orElse(0);
        rows.forEach(row -> out.printf("  %-" + width + "s  %s%n", row[0], row[1]));
    }

    void summary(Duration whole) {
        long held = lines.stream().filter(Line::held).count();
        String verdict = "%d of %d steps held, in %.1f s".formatted(held, lines.size(), whole.toMillis() / 1000.0);
        out.printf("%n%s%n", allHeld() ? green(verdict) : red(verdict));
    }

    static String millis(long nanos) {
        double ms = nanos / 1e6;
        return String.format(Locale.ROOT, ms < 10 ? "%.2f ms" : "%.0f ms", ms);
    }

    private void print(Line line) {
        lines.add(line);
        String mark = line.held ? green("ok") : red("NO");
        out.printf(
                "%3d %s  %-" + TITLE_WIDTH + "s %9s  %s%n",
                lines.size(),
                mark,
                line.title,
                millis(line.nanos),
                line.outcome);
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

    private record Line(String title, String outcome, long nanos, boolean held) {}
}
