package dev.stead.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/** Runs the JMH suites with JMH's own options, and with short defaults where none are given: minutes, not hours. */
final class Suites {
    private final List<String> arguments;

    /** @param arguments a pattern of benchmark names and any of JMH's options, such as {@code -prof gc} */
    Suites(List<String> arguments) {
        this.arguments = List.copyOf(arguments);
    }

    /** Reports a failure and returns the exit code. */
    int run(PrintWriter errors) throws IOException {
        try {
            CommandLineOptions asked = new CommandLineOptions(arguments.toArray(String[]::new));
            if (asked.shouldHelp()) {
                asked.showHelp();
                return 0;
            }
            Runner runner = new Runner(withShortDefaults(asked).build());
            if (asked.shouldList()) {
                runner.list();
            } else if (asked.shouldListWithParams()) {
                runner.listWithParams(asked);
            } else {
                runner.run();
            }
            return 0;
        } catch (NoBenchmarksException e) {
            errors.println("bench: no benchmark matches; './stead bench -l' lists them");
            return 1;
        } catch (CommandLineOptionException | RunnerException e) {
            errors.println("bench: " + e.getMessage());
            return 1;
        }
    }

    private static ChainedOptionsBuilder withShortDefaults(CommandLineOptions asked) {
        ChainedOptionsBuilder options = new OptionsBuilder().parent(asked).shouldFailOnError(true);
        if (!asked.getForkCount().hasValue()) {
            options.forks(1);
        }
        if (!asked.getWarmupIterations().hasValue()) {
            options.warmupIterations(2);
        }
        if (!asked.getWarmupTime().hasValue()) {
            options.warmupTime(TimeValue.seconds(1));
        }
        if (!asked.getMeasurementIterations().hasValue()) {
            options.measurementIterations(3);
        }
        if (!asked.getMeasurementTime().hasValue()) {
            options.measurementTime(TimeValue.seconds(1));
        }
        return options;
    }
}
