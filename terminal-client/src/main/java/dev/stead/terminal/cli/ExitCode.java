package dev.stead.terminal.cli;

import dev.stead.mesh.SettingsException;
import dev.stead.terminal.JournalException;
import dev.stead.terminal.SteadException;
import dev.stead.terminal.face.FaceModelException;
import dev.stead.terminal.sample.SampleException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What the exit code says; also part of every {@code --help}. */
enum ExitCode {
    DONE(0, "done"),
    NOT(1, "definitely not: nobody recognised, no task, refused or failed"),
    USAGE(2, "wrong words or settings"),
    AMBIGUOUS(3, "two people are too alike: take another sample"),
    UNKNOWN(4, "the outcome is not known yet: run `confirm` with the same journal again"),
    UNREACHABLE(5, "a service can not be reached or did not answer in time"),
    INPUT(6, "a sample, a model or the journal can not be used"),
    FAULT(70, "a fault of this program");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    String meaning() {
        return meaning;
    }

    /** The end of every {@code --help}. */
    static List<String> help() {
        Stream<String> codes = Arrays.stream(values()).map(exit -> "  %2d  %s".formatted(exit.code, exit.meaning));
        return Stream.concat(Stream.of("", "Exit codes:"), codes).toList();
    }

    int code() {
        return code;
    }

    static ExitCode of(Throwable failure) {
        return switch (failure) {
            case SteadException e ->
                switch (e.problem().code()) {
                    case UNAVAILABLE, DEADLINE_EXCEEDED -> UNREACHABLE;
                    default -> NOT;
                };
            case SettingsException e -> USAGE;
            case UsageException e -> USAGE;
            case SampleException e -> INPUT;
            case FaceModelException e -> INPUT;
            case JournalException e -> INPUT;
            default -> FAULT;
        };
    }
}
