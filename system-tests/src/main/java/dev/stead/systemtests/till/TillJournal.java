package dev.stead.systemtests.till;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** What one till began and was told, one line each, synced before the till goes on. Thread-safe. */
public final class TillJournal implements AutoCloseable {
    private static final String BEGUN = "BEGUN ";
    private static final String TOLD = "TOLD ";

    private final FileChannel channel;

    /**
     * A final answer that a till was given.
     *
     * @param requestId the till's own
     * @param executionId the task service's
     * @param settlementId the payment adapter's, empty if it has none
     * @param state the execution's final state
     */
    public record Answer(String requestId, String executionId, String settlementId, String state) {}

    private TillJournal(FileChannel channel) {
        this.channel = channel;
    }

    static TillJournal open(Path file) throws IOException {
        return new TillJournal(
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND));
    }

    /** The final answers in a journal. */
    public static List<Answer> answers(Path file) throws IOException {
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(TOLD))
                    .map(line -> line.split(" ", -1))
                    .map(words -> new Answer(words[1], words[2], words[3], words[4]))
                    .toList();
        }
    }

    void begun(String requestId) {
        append(BEGUN + requestId + "\n");
    }

    void told(Answer answer) {
        append(TOLD + String.join(" ", answer.requestId, answer.executionId, answer.settlementId, answer.state) + "\n");
    }

    private synchronized void append(String line) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
