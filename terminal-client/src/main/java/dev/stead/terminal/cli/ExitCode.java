package dev.stead.terminal.cli;

import dev.stead.mesh.SettingsException;
import dev.stead.terminal.JournalException;
import dev.stead.terminal.SteadException;
import dev.stead.terminal.face.FaceModelException;
import dev.stead.terminal.sample.SampleException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** The exit codes of all commands; every {@code --help} lists them. */
enum ExitCode {
    DONE(0, "done"),
    NO(1, "the answer is no: not identified, no task, refused or failed"),
    USAGE(2, "the command line or a setting is wrong"),
    AMBIGUOUS(3, "two people are too similar to tell apart: take another sample"),
    UNKNOWN(4, "the outcome is not known yet: run `confirm` again with the same journal"),
    UNREACHABLE(5, "a service cannot be reached or did not respond in time"),
    INPUT(6, "a sample, a model or the journal cannot be used"),
    BUG(70, "a bug in this program");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    String meaning() {
        return meaning;
    }

    /** The last lines of every {@code --help}. */
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
                    default -> NO;
                };
            case SettingsException e -> USAGE;
            case UsageException e -> USAGE;
            case SampleException e -> INPUT;
            case FaceModelException e -> INPUT;
            case JournalException e -> INPUT;
            default -> BUG;
        };
    }
}
