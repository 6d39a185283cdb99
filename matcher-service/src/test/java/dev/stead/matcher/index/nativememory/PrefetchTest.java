package dev.stead.matcher.index.nativememory;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.junit.jupiter.api.Test;

class PrefetchTest {
    @Test
    void isThereOnLinuxOnAmd64() {
        assertThat(Prefetch.isAvailable())
                .isEqualTo(System.getProperty("os.name").equals("Linux")
                        && System.getProperty("os.arch").equals("amd64"));
    }

    /** It would end this JVM if it read what it asks for, or went on after the end. */
    @Test
    void changesNothingWhateverTheAddress() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(4_096, 64).fill((byte) 7);
            for (long offset = 0; offset < 130; offset++) {
                for (long bytes = 1; bytes < 300; bytes += 13) {
                    Prefetch.of(memory, offset, bytes);
                }
            }
            assertThat(memory.toArray(JAVA_BYTE)).containsOnly(7);
        }
        for (long address : new long[] {0, 1, -1, 1L << 40, Long.MIN_VALUE, Long.MAX_VALUE - 63}) {
            Prefetch.of(MemorySegment.ofAddress(address), 0, 256);
        }
    }
}
