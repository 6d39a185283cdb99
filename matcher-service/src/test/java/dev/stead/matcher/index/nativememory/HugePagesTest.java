package dev.stead.matcher.index.nativememory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class HugePagesTest {
    private static final long MEGABYTE = 1 << 20;

    @Test
    void piecesAreZeroLieApartAndBeginWithALine() {
        try (Arena arena = Arena.ofConfined()) {
            var memory = new HugePages(arena);
            List<MemorySegment> pieces = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                MemorySegment piece = memory.allocate(100_001 + 37 * i, 64);
                assertThat(piece.byteSize()).isEqualTo(100_001 + 37 * i);
                assertThat(piece.address() % 64).isZero();
                assertThat(piece.mismatch(MemorySegment.ofArray(new byte[(int) piece.byteSize()])))
                        .isEqualTo(-1);
                pieces.add(piece.fill((byte) (i + 1)));
            }
            for (int i = 0; i < pieces.size(); i++) {
                assertThat(pieces.get(i).get(JAVA_BYTE, 0)).isEqualTo((byte) (i + 1));
                assertThat(pieces.get(i).get(JAVA_BYTE, pieces.get(i).byteSize() - 1))
                        .isEqualTo((byte) (i + 1));
            }
        }
    }

    @Test
    void onePieceMayBeGreaterThanABlock() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment piece = new HugePages(arena).allocate(70 * MEGABYTE, 64);

            piece.set(JAVA_BYTE, 70 * MEGABYTE - 1, (byte) 1);

            assertThat(piece.byteSize()).isEqualTo(70 * MEGABYTE);
        }
    }

    @Test
    void refusesAnAlignmentThatItDoesNotKeep() {
        try (Arena arena = Arena.ofConfined()) {
            assertThatThrownBy(() -> new HugePages(arena).allocate(10, 4_096))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("4096");
        }
    }

    /** Templates stay out of core dumps, and a gallery of many is asked to lie in huge pages. */
    @Test
    @EnabledOnOs(OS.LINUX)
    void theSystemKnowsWhatItIs() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            var memory = new HugePages(arena);
            MemorySegment first = memory.allocate(1_000, 64);
            MemorySegment many = memory.allocate(8 * MEGABYTE, 64);

            assertThat(flagsAt(first.address())).contains("dd").doesNotContain("hg");
            assertThat(flagsAt(many.address())).contains("dd", "hg");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theArenaGivesEverythingBack() throws IOException {
        long address;
        try (Arena arena = Arena.ofConfined()) {
            address = new HugePages(arena).allocate(8 * MEGABYTE, 64).address();
            assertThat(flagsAt(address)).isNotEmpty();
        }
        assertThat(flagsAt(address)).doesNotContain("dd");
    }

    /** What Linux says of the mapping that holds an address, as in proc_pid_smaps(5); nothing if there is none. */
    private static List<String> flagsAt(long address) throws IOException {
        Pattern range = Pattern.compile("^([0-9a-f]+)-([0-9a-f]+) .*");
        boolean here = false;
        for (String line : Files.readAllLines(Path.of("/proc/self/smaps"))) {
            var matcher = range.matcher(line);
            if (matcher.matches()) {
                MatchResult found = matcher.toMatchResult();
                here = Long.compareUnsigned(address, Long.parseUnsignedLong(found.group(1), 16)) >= 0
                        && Long.compareUnsigned(address, Long.parseUnsignedLong(found.group(2), 16)) < 0;
            } else if (here && line.startsWith("VmFlags:")) {
                return List.of(line.substring("VmFlags:".length()).trim().split(" +"));
            }
        }
        return List.of();
    }
}
