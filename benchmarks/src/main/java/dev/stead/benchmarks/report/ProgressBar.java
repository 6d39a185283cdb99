package dev.stead.benchmarks.report;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;

/** A bar that fills on a terminal and is silent elsewhere. Thread-safe. */
public final class ProgressBar {
    private static final int WIDTH = 40;

    private final PrintWriter err;
    private final String what;
    private final long all;
    private final boolean live;

    @GuardedBy("this")
    private int drawn = -1;

    /** @param all the value of {@link #at} at 100 % */
    public ProgressBar(PrintWriter err, String what, long all) {
        this.err = err;
        this.what = what;
        this.all = Math.max(1, all);
        this.live = isTerminal();
    }

    /** Redraws if the bar has moved visibly. */
    public synchronized void at(long done) {
        int full = Math.toIntExact(Math.min(WIDTH, done * WIDTH / all));
        if (live && full != drawn) {
            drawn = full;
            err.printf(Locale.ROOT, "\r%-24s [%s%s]", what, "#".repeat(full), " ".repeat(WIDTH - full));
            err.flush();
        }
    }

    /** Clears the bar. */
    public synchronized void end() {
        if (drawn >= 0) {
            err.print("\r" + " ".repeat(WIDTH + 28) + "\r");
            err.flush();
        }
    }

    @SuppressWarnings("SystemConsoleNull") // it is nullable all the same
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
