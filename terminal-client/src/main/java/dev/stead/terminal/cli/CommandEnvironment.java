package dev.stead.terminal.cli;

import dev.stead.terminal.RequestIdSource;
import java.io.PrintWriter;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * All that a command line touches.
 *
 * @param out for results
 * @param err for progress and complaints
 * @param live whether err is a terminal: only then are there colours and a moving progress line
 * @param environment the STEAD_* variables
 * @param ids clock and chance
 * @param nanos a clock that only goes forward
 * @param connector opens the connections
 */
public record CommandEnvironment(
        PrintWriter out,
        PrintWriter err,
        boolean live,
        Map<String, String> environment,
        RequestIdSource ids,
        LongSupplier nanos,
        Connector connector) {
    /** Keeps of the environment what is ours. */
    public CommandEnvironment {
        environment = environment.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("STEAD_"))
                .collect(java.util.stream.Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
