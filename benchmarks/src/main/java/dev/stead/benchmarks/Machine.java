package dev.stead.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * The cost of a run to this process, as the system reports it.
 *
 * @param nanoClock wall time; the only clock of the bench
 */
record Machine(LongSupplier nanoClock) {
    private static final Path TIMES = Path.of("/proc/stat");
    private static final int TICKS_PER_SECOND = 100;
    /** Columns of a line of processor times: idle and waiting; then guest time, which is already counted in user time. */
    private static final int IDLE = 4;

    private static final int WAITING = 5;
    private static final int LAST = 8;
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final Path STATUS = Path.of("/proc/self/status");

    /** Processor time of all threads of this process so far. */
    double cpuSeconds() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime() / 1e9;
    }

    /** Starts to measure the load of other processes on this machine. */
    Watch watch() {
        return new Watch(seconds(), systemSeconds(), cpuSeconds());
    }

    /** The load of other processes since a point in time. */
    record Watch(double begun, double system, double own) {
        /** Processors used by other processes since then; 0 where the system does not report it. */
        double others(Machine machine) {
            double used = machine.systemSeconds() - system - (machine.cpuSeconds() - own);
            return Math.max(0, used / (machine.seconds() - begun));
        }
    }

    private double systemSeconds() {
        if (!Files.exists(TIMES)) {
            return 0;
        }
        try (var lines = Files.lines(TIMES)) {
            String[] ticks = lines.findFirst().orElse("cpu").split(" +", -1);
            long used = 0;
            for (int i = 1; i < ticks.length && i <= LAST; i++) {
                used += i == IDLE || i == WAITING ? 0 : Long.parseLong(ticks[i]);
            }
            return (double) used / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + TIMES, e);
        }
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

    /** Heap in use after a collection. */
    long heapBytes() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** A short description of this machine. */
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
