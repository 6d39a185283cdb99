package dev.stead.matcher.testing;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Looks for whole embeddings in the arrays of floats of this process, garbage included. A dump writes the numbers one after the other, big
 * end first. What it keeps itself has every bit turned, so that it does not find this.
 */
public final class HeapScan {
    /**
     * The vectors of a few numbers each, which the Vector API makes objects of until its code is compiled, are shorter; nobody can wipe
     * these.
     */
    private static final int APART = 62;

    private final Map<Long, Long> ends = new HashMap<>();

    /** Looks for these numbers too, at least 64; they are wiped. */
    public void lookFor(float[] embedding) {
        ends.put(turned(embedding, 0), turned(embedding, APART));
        Arrays.fill(embedding, 0);
    }

    private static long turned(float[] numbers, int from) {
        long first = (long) Float.floatToRawIntBits(numbers[from]) << Integer.SIZE;
        return ~(first | (Float.floatToRawIntBits(numbers[from + 1]) & 0xFFFF_FFFFL));
    }

    public int wanted() {
        return ends.size();
    }

    /** How many of the embeddings are in an array of floats. */
    public int found(Path folder) throws IOException {
        Path dump = folder.resolve("heap.hprof");
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(dump.toString(), false);
        Set<Long> found = new HashSet<>();
        int more = (APART + 2) * Float.BYTES;
        try (FileChannel file = FileChannel.open(dump)) {
            ByteBuffer window = ByteBuffer.allocateDirect(1 << 20);
            while (file.read(window) > 0) {
                window.flip();
                for (int at = 0; at + more <= window.limit(); at++) {
                    long begin = ~window.getLong(at);
                    Long end = ends.get(begin);
                    if (end != null && end == ~window.getLong(at + APART * Float.BYTES)) {
                        found.add(begin);
                    }
                }
                window.position(Math.max(0, window.limit() - more + 1));
                window.compact();
            }
        } finally {
            Files.delete(dump);
        }
        return found.size();
    }
}
