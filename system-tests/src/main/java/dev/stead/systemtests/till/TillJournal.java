package dev.stead.systemtests.till;

import dev.stead.systemtests.disk.SyncedLines;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** One till's requests and final answers, a line each, synced before the till continues. Thread-safe. */
public final class TillJournal implements AutoCloseable {
    private static final String STARTED = "STARTED ";
    private static final String ANSWERED = "ANSWERED ";

    private final SyncedLines lines;

    /**
     * A final answer that a till received.
     *
     * @param requestId the till's own
     * @param executionId the task service's
     * @param settlementId the payment adapter's, empty if it has none
     * @param state the execution's final state
     */
    public record Answer(String requestId, String executionId, String settlementId, String state) {}

    private TillJournal(FileChannel channel) {
        this.lines = new SyncedLines(channel);
    }

    static TillJournal open(Path file) throws IOException {
        return new TillJournal(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    /** The final answers in a journal. */
    public static List<Answer> answers(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(ANSWERED))
                    .map(line -> line.split(" ", -1))
                    .map(words -> new Answer(words[1], words[2], words[3], words[4]))
                    .toList();
        }
    }

    void started(String requestId) {
        lines.append(STARTED + requestId);
    }

    void answered(Answer answer) {
        lines.append(
                ANSWERED + String.join(" ", answer.requestId, answer.executionId, answer.settlementId, answer.state));
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
