package dev.stead.systemtests.process;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Makes a process' synchronisations fail, by Debian's fiu-utils: {@code fiu-run} wraps the C library's calls, {@code fiu-ctrl} says when. */
public final class FailingDisk {
    private FailingDisk() {}

    /**
     * The words before a command that let it be told to fail.
     *
     * @throws IOException if fiu-utils is not installed; says how to install it
     */
    public static List<String> wrap() throws IOException {
        try {
            if (run(List.of("fiu-run", "-h")) >= 0) {
                return List.of("fiu-run", "-x");
            }
        } catch (IOException missing) {
            throw new IOException("fiu-run is not there: apt-get install fiu-utils", missing);
        }
        throw new IOException("fiu-run does not run");
    }

    /** From now on this share of the process' synchronisations fails with EIO. */
    public static void fail(long pid, double share) throws IOException {
        int code = run(List.of(
                "fiu-ctrl", "-c", "enable_random name=posix/io/sync/*,probability=" + share, Long.toString(pid)));
        if (code != 0) {
            throw new IOException("fiu-ctrl ended with " + code);
        }
    }

    private static int run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IOException(command.getFirst() + " does not end");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command.getFirst() + " was interrupted", e);
        }
    }
}
