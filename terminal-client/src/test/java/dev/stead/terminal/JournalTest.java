package dev.stead.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.task.v1.CollectionOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalTest {
    private static final PendingRequest PAY = new PendingRequest.Confirm(new UUID(7, 1), "a.b.c", "task-1");
    private static final PendingRequest REPORT =
            new PendingRequest.Report(new UUID(7, 2), "execution-1", CollectionOutcome.COLLECTION_OUTCOME_COLLECTED);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("terminal/journal");
    }

    @Test
    void whatWasBegunAndNotFinishedIsPendingAfterARestart() {
        try (Journal journal = Journal.open(file)) {
            journal.begin(PAY);
            journal.begin(REPORT);
            journal.finish(PAY.requestId());
            journal.begin(PAY);
        }
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.pending()).containsExactly(REPORT, PAY);
            journal.finish(PAY.requestId());
            journal.finish(REPORT.requestId());
        }
        try (Journal journal = Journal.open(file)) {
            assertThat(journal.pending()).isEmpty();
        }
    }

    @Test
    void aRequestIsOnDiskBeforeBeginReturns() throws IOException {
        try (Journal journal = Journal.open(file)) {
            journal.begin(PAY);
            // A killed process closes nothing: what the file holds now is what the next start sees.
            Path left = folder.resolve("left");
            Files.copy(file, left);
            try (Journal next = Journal.open(left)) {
                assertThat(next.pending()).containsExactly(PAY);
            }
        }
    }

    @Test
    void aLineTornAtAnyByteIsDroppedAndTheOnesBeforeItAreKept() throws IOException {
        try (Journal journal = Journal.open(file)) {
            journal.begin(PAY);
        }
        long whole = Files.size(file);
        try (Journal journal = Journal.open(file)) {
            journal.begin(REPORT);
        }
        byte[] both = Files.readAllBytes(file);
        for (int length = (int) whole; length < both.length; length++) {
            Path torn = folder.resolve("torn-" + length);
            Files.write(torn, Arrays.copyOf(both, length));
            try (Journal journal = Journal.open(torn)) {
                assertThat(journal.pending()).as("cut after %d bytes", length).containsExactly(PAY);
                journal.begin(REPORT);
            }
            try (Journal journal = Journal.open(torn)) {
                assertThat(journal.pending()).containsExactly(PAY, REPORT);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aFlippedBitBeforeTheLastLineIsNeverRead(long seed) throws IOException {
        try (Journal journal = Journal.open(file)) {
            journal.begin(PAY);
            journal.begin(REPORT);
        }
        byte[] bytes = Files.readAllBytes(file);
        SplittableRandom random = new SplittableRandom(seed);
        int firstLine = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n');
        int at = random.nextInt(firstLine);
        bytes[at] ^= (byte) (1 << random.nextInt(7));
        Files.write(file, bytes);
        assertThatThrownBy(() -> Journal.open(file))
                .as("seed %d", seed)
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("is damaged in line")
                .hasMessageContaining("move it aside");
    }

    @Test
    void oneJournalServesOneTerminal() {
        try (Journal journal = Journal.open(file)) {
            journal.begin(PAY);
            assertThatThrownBy(() -> Journal.open(file))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("is in use by another terminal");
        }
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        try (Journal journal = Journal.open(file)) {
            journal.begin(PAY);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void anIdThatWouldBreakALineIsRefused() {
        assertThatThrownBy(() -> new PendingRequest.Confirm(new UUID(0, 0), "a.b.c", "task\nDONE"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        new PendingRequest.Report(new UUID(0, 0), "", CollectionOutcome.COLLECTION_OUTCOME_COLLECTED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aFolderThatCannotBeCreatedIsAnErrorThatNamesIt() throws IOException {
        Files.writeString(folder.resolve("terminal"), "a file in the way");
        assertThatThrownBy(() -> Journal.open(file))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("cannot be opened");
    }
}
