package dev.stead.systemtests.provider;

import dev.stead.systemtests.disk.SyncedLines;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** What the double did, one line an effect, synced before it answers. It outlives a SIGKILL of the double, and is what a row believes. */
public final class ProviderJournal implements AutoCloseable {
    private final SyncedLines out;
    private final List<Line> lines;

    /**
     * One effect.
     *
     * @param key the caller's idempotency key
     * @param minorUnits how much
     */
    public record Line(Effect effect, String key, String currency, long minorUnits) {
        String text() {
            return String.join(" ", effect.name(), key, currency, Long.toString(minorUnits));
        }

        static Line parse(String text) {
            String[] words = text.split(" ", -1);
            return new Line(Effect.valueOf(words[0]), words[1], words[2], Long.parseLong(words[3]));
        }
    }

    private ProviderJournal(FileChannel channel, List<Line> lines) {
        this.out = new SyncedLines(channel);
        this.lines = lines;
    }

    static ProviderJournal open(Path file) throws IOException {
        List<Line> lines = new ArrayList<>(Files.exists(file) ? read(file) : List.of());
        FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        // A torn last line was never answered: it is cut off.
        channel.truncate(
                lines.stream().mapToLong(line -> line.text().length() + 1).sum());
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
    void append(Line line) {
        out.append(line.text());
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
