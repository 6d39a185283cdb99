package dev.stead.terminal.cli;

/** A line that moves, on a terminal; elsewhere nothing. */
final class ProgressLine {
    private static final int WIDTH = 40;

    private final CommandEnvironment world;
    private final String what;
    private final long all;
    private int drawn = -1;

    ProgressLine(CommandEnvironment world, String what, long all) {
        this.world = world;
        this.what = what;
        this.all = Math.max(1, all);
    }

    /** Draws if it moved by a share that can be seen. */
    synchronized void at(long done) {
        int permille = Math.toIntExact(Math.min(1000, done * 1000 / all));
        if (world.live() && permille != drawn) {
            drawn = permille;
            int full = permille * WIDTH / 1000;
            world.err().printf("\r%s [%s%s] %d of %d", what, "#".repeat(full), " ".repeat(WIDTH - full), done, all);
            world.err().flush();
        }
    }

    synchronized void end() {
        if (drawn >= 0) {
            world.err().println();
        }
    }
}
