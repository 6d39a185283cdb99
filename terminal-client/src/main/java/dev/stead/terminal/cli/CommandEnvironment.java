package dev.stead.terminal.cli;

import dev.stead.mesh.time.Environment;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * Everything outside the program that a command uses; tests replace it.
 *
 * @param out for results
 * @param err for progress and errors
 * @param interactive whether {@code err} is a terminal; only then are there colours and a moving progress line
 * @param variables the environment variables
 * @param timeAndRandom the clock and the random numbers of the clients
 * @param nanoTime a monotonic clock, to measure durations
 * @param connector opens the channels
 */
public record CommandEnvironment(
        PrintWriter out,
        PrintWriter err,
        boolean interactive,
        Map<String, String> variables,
        Environment timeAndRandom,
        LongSupplier nanoTime,
        Connector connector) {
    private static final String OURS = "STEAD_";

    /** Keeps only the {@code STEAD_*} variables. */
    public CommandEnvironment {
        variables = variables.entrySet().stream()
                .filter(variable -> variable.getKey().startsWith(OURS))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
