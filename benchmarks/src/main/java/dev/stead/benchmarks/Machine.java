package dev.stead.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * What a run costs this process, as the system counts it.
 *
 * @param nanoClock wall time; the only clock of the bench
 */
record Machine(LongSupplier nanoClock) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path STATUS = Path.of("/proc/self/status");

    /** Processor time of all threads of this process so far. */
    double cpuSeconds() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }

    /** Resident memory; where the system has no {@code /proc}, the used heap. */
    long residentMegabytes() {
        if (!Files.exists(STATUS)) {
            return heapBytes() >> 20;
        }
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10)
                    .findFirst()
                    .orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + STATUS, e);
        }
    }

    /** Heap in use once what is dead has gone. */
    long heapBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** What measures here, in a few words. */
    String description() {
        return processor() + ", " + Runtime.getRuntime().availableProcessors() + " processors, Java "
                + Runtime.version();
    }

    private static String processor() {
        if (!Files.exists(PROCESSORS)) {
            return System.getProperty("os.arch");
        }
        try (var lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .map(line -> line.replaceAll("^[^:]*:\\s*", ""))
                    .findFirst()
                    .orElse(System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + PROCESSORS, e);
        }
    }

    double seconds() {
        return nanoClock.getAsLong() / 1e9;
    }
}
