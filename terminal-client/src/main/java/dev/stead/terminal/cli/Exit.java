package dev.stead.terminal.cli;

import dev.stead.mesh.SettingsException;
import dev.stead.terminal.JournalException;
import dev.stead.terminal.SteadException;
import dev.stead.terminal.face.FaceModelException;
import dev.stead.terminal.sample.SampleException;

/** What the exit code says; also part of every {@code --help}. */
enum Exit {
    DONE(0),
    /** Definitely not: nobody recognised, no task, refused, failed. */
    NOT(1),
    /** Wrong words or settings. */
    USAGE(2),
    /** Two people are too alike: take another sample. */
    AMBIGUOUS(3),
    /** The outcome is not known yet; the same journal takes it up. */
    UNKNOWN(4),
    /** A service can not be reached or did not answer in time. */
    UNREACHABLE(5),
    /** A sample, a model or the journal can not be used. */
    INPUT(6),
    /** A fault of this program. */
    FAULT(70);

    static final String[] HELP = {
        "",
        "Exit codes:",
        "   0  done",
        "   1  definitely not: nobody recognised, no task, refused or failed",
        "   2  wrong words or settings",
        "   3  two people are too alike: take another sample",
        "   4  the outcome is not known yet: run `confirm` with the same journal again",
        "   5  a service can not be reached or did not answer in time",
        "   6  a sample, a model or the journal can not be used",
        "  70  a fault of this program"
    };

    private final int code;

    Exit(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    static Exit of(Throwable failure) {
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
