package dev.stead.systemtests.provider;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What the double did, one line an effect, synced before it answers. It outlives a SIGKILL of the double, and is what a row believes. */
public final class ProviderJournal implements AutoCloseable {
    private final FileChannel channel;
    private final List<Line> lines;

    /**
     * One effect.
     *
     * @param key the caller's idempotency key
     * @param minorUnits how much
     */
    public record Line(Effect effect, String key, String currency, long minorUnits) {
        String text() {
            return String.join(" ", effect.name(), key, currency, Long.toString(minorUnits)) + "\n";
        }

        static Line parse(String text) {
            String[] words = text.split(" ", -1);
            return new Line(Effect.valueOf(words[0]), words[1], words[2], Long.parseLong(words[3]));
        }
    }

    private ProviderJournal(FileChannel channel, List<Line> lines) {
        this.channel = channel;
        this.lines = lines;
    }

    static ProviderJournal open(Path file) throws IOException {
        List<Line> lines = new ArrayList<>(Files.exists(file) ? read(file) : List.of());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // A torn last line was never answered: it is cut off.
        channel.truncate(lines.stream().mapToLong(line -> line.text().length()).sum());
        channel.position(channel.size());
        return new ProviderJournal(channel, lines);
    }

    /** All whole lines of a journal. */
    public static List<Line> read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.US_ASCII);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .map(Line::parse)
                .toList();
    }

    List<Line> lines() {
        return List.copyOf(lines);
    }

    /** Durable when this returns. */
    synchronized void append(Line line) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(line.text().getBytes(StandardCharsets.US_ASCII));
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
