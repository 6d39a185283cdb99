package dev.stead.benchmarks.settle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many times a second the disk under a folder writes 4 KiB and syncs: the maximum for one writer with one sync per
 * commit. It overwrites an existing file, as a write-ahead log does from its second pass on: a growing file is slower to sync.
 */
record DiskRun(Path folder, LongSupplier nanoTime) {
    private static final int BLOCK = 4096;
    private static final int BLOCKS = 1_024;

    double perSecond(Duration length) throws IOException {
        Path file = Files.createTempFile(folder, "sync", ".bin");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(BLOCK * BLOCKS));
            channel.force(true);
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
            long start = nanoTime.getAsLong();
            long count = 0;
            while (nanoTime.getAsLong() - start < length.toNanos()) {
                block.clear();
                channel.write(block, count % BLOCKS * BLOCK);
                channel.force(false);
                count++;
            }
            return count * 1e9 / (nanoTime.getAsLong() - start);
        } finally {
            Files.delete(file);
        }
    }
}
