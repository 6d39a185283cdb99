package dev.stead.terminal.cli;

import dev.stead.mesh.SettingsException;
import dev.stead.mesh.audit.CheckpointException;
import dev.stead.terminal.JournalException;
import dev.stead.terminal.SteadException;
import dev.stead.terminal.face.FaceModelException;
import dev.stead.terminal.sample.SampleException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * The exit codes of all commands; every {@code --help} lists them.
 *
 * <p>Every answer about a person or a payment has a code of its own that nothing else uses. The JVM ends with 1 if it cannot start, with 3
 * if memory runs out (-XX:+ExitOnOutOfMemoryError), a shell with 1, 2 and 126 to 165: a script would take these for the answer. Therefore 1
 * and 2 mean no more here than they do there. The codes from 64 on are those of BSD's sysexits.h.
 */
enum ExitCode {
    DONE(0, "done"),
    PARTLY(1, "not everything was done: the lines above say what was not, and why"),
    USAGE(2, "the command line or a setting is wrong"),
    NO(10, "the answer is no: not identified, no task, refused or failed"),
    AMBIGUOUS(11, "two people are too similar to tell apart: take another sample, or verify on the phone first"),
    UNKNOWN(12, "the outcome is not known yet: run `confirm` again with the same journal"),
    FACES(13, "a picture shows no face, or several: take one of this person alone"),
    CONTRADICTED(14, "an audit log is not what was signed of it, or does not prove evidence: the lines above say how"),
    INPUT(65, "a sample, a model or the journal cannot be used"),
    UNREACHABLE(69, "a service cannot be reached or did not respond in time"),
    BUG(70, "a bug in this program");

    private static final String OTHERS =
            "  Any other code is none of ours: 3 is the JVM's, out of memory; 126 and more are the shell's.";

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
        Stream<String> codes =
                Arrays.stream(values()).map(exit -> String.format(Locale.ROOT, "  %2d  %s", exit.code, exit.meaning));
        return Stream.of(Stream.of("", "Exit codes:"), codes, Stream.of(OTHERS))
                .flatMap(lines -> lines)
                .toList();
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
            case SampleException e ->
                switch (e.problem()) {
                    case NO_FACE, SEVERAL_FACES -> FACES;
                    default -> INPUT;
                };
            case FaceModelException e -> INPUT;
            case JournalException e -> INPUT;
            case CheckpointException e -> CONTRADICTED;
            default -> BUG;
        };
    }
}
