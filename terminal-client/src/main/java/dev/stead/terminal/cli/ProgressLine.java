package dev.stead.terminal.cli;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/** A progress bar, redrawn in place. Draws nothing if standard error is not a terminal. Thread-safe. */
final class ProgressLine {
    private static final int WIDTH = 40;

    private final CommandEnvironment environment;
    private final String label;
    private final long total;

    @GuardedBy("this")
    private int drawnPermille = -1;

    ProgressLine(CommandEnvironment environment, String label, long total) {
        this.environment = environment;
        this.label = label;
        this.total = Math.max(1, total);
    }

    /** Redraws the bar if it has moved visibly. */
    synchronized void update(long done) {
        int permille = Math.toIntExact(Math.min(1000, done * 1000 / total));
        if (environment.interactive() && permille != drawnPermille) {
            drawnPermille = permille;
            int full = permille * WIDTH / 1000;
            environment
                    .err()
                    .printf("\r%s [%s%s] %s of %s", label, "#".repeat(full), " ".repeat(WIDTH - full), done, total);
            environment.err().flush();
        }
    }

    /** Ends the line, so that something else can be printed below; the next update draws a new one. */
    synchronized void finish() {
        if (drawnPermille >= 0) {
            environment.err().println();
            drawnPermille = -1;
        }
    }
}
