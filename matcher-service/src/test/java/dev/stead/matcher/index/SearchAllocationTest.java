package dev.stead.matcher.index;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A search allocates nothing for a candidate, also on a processor with narrower registers: an operation that has no instruction there turns
 * vectors into objects, by the thousand, and nothing but the time shows it. In a JVM of its own, as it is shipped, until it is compiled.
 */
class SearchAllocationTest {
    private static final int ROWS = 6_000;
    private static final int DIMENSION = 512;
    private static final int AT_ONCE = 500;
    /** More than the handful of small objects of a search, and less than one for each of a tenth of the rows. */
    private static final long MOST = 4_096;

    private static final long GIVE_UP = TimeUnit.SECONDS.toNanos(90);

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:UseAVX=2"})
    void aSearchAllocatesNothingForACandidate(String option) throws Exception {
        assertThat(bytesOfASearch(option)).isBetween(0L, MOST);
    }

    private static long bytesOfASearch(String option) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        option,
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "--add-modules=jdk.incubator.vector",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Searches.class.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        return Long.parseLong(printed.strip());
    }

    /** Searches until it is compiled, and prints the bytes that one search allocates then. */
    static final class Searches {
        private Searches() {}

        public static void main(String[] args) {
            var random = new Random(1);
            var found = new Neighbours(10);
            var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            try (var index = new SteadIndex(DIMENSION, Kernels.best(), 1)) {
                for (int row = 0; row < ROWS; row++) {
                    index.put(row, Galleries.segment(Galleries.LOW_RANK.vector(random, DIMENSION)));
                }
                index.settle();
                var probe = Galleries.segment(Galleries.LOW_RANK.vector(random, DIMENSION));
                long bytes = Long.MAX_VALUE;
                for (long end = System.nanoTime() + GIVE_UP; bytes > MOST && System.nanoTime() < end; ) {
                    long before = threads.getCurrentThreadAllocatedBytes();
                    for (int i = 0; i < AT_ONCE; i++) {
                        index.search(probe, found);
                    }
                    bytes = (threads.getCurrentThreadAllocatedBytes() - before) / AT_ONCE;
                }
                System.out.println(bytes);
            }
        }
    }
}
