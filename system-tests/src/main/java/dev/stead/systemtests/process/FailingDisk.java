package dev.stead.systemtests.process;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** Makes fsync fail in a process, by Debian's fiu-utils: {@code fiu-run} wraps the C library's calls, {@code fiu-ctrl} switches it on. */
public final class FailingDisk {
    private final String control;

    /**
     * Looks whether the tools are there.
     *
     * @param folder for the pipes through which a process receives commands
     * @throws IOException if fiu-utils is not installed; says how to install it
     */
    public FailingDisk(Path folder) throws IOException {
        control = folder.resolve("fiu-ctrl").toString();
        try {
            if (run(List.of("fiu-run", "-h")).isPresent()) {
                return;
            }
        } catch (IOException missing) {
            throw new IOException("fiu-run is not there: apt-get install fiu-utils", missing);
        }
        throw new IOException("fiu-run does not run");
    }

    /** The command prefix under which a process can be made to fail. */
    public List<String> wrap() {
        return List.of("fiu-run", "-x", "-f", control);
    }

    /**
     * From now on this share of the process' synchronisations fails with EIO.
     *
     * @return false if the thread that fiu-run gave the process does not answer; it runs nothing of the program's own
     */
    public boolean fail(long pid, double share) throws IOException {
        OptionalInt code = run(List.of(
                "fiu-ctrl",
                "-f",
                control,
                "-c",
                "enable_random name=posix/io/sync/*,probability=" + share,
                Long.toString(pid)));
        if (code.isPresent() && code.getAsInt() != 0) {
            throw new IOException("fiu-ctrl ended with " + code.getAsInt());
        }
        return code.isPresent();
    }

    /** The exit code; empty if it had to be killed. */
    private static OptionalInt run(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return OptionalInt.empty();
            }
            return OptionalInt.of(process.exitValue());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(command.getFirst() + " was interrupted", e);
        }
    }
}
