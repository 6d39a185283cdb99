package dev.stead.benchmarks.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Writes files of embeddings and of what belongs to each row; each appears whole or not at all. */
final class RowFiles {
    private static final int BLOCK_BYTES = 1 << 20;

    private RowFiles() {}

    interface RowMaker {
        float[] row(int index);
    }

    interface Writing {
        void to(FileChannel channel) throws IOException;
    }

    /** Raw little-endian float32, row-major, a block at a time. */
    static void writeRows(Path file, int rows, int dimension, RowMaker maker) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(Math.max(1, BLOCK_BYTES / (4 * dimension)) * 4 * dimension)
                .order(ByteOrder.LITTLE_ENDIAN);
        whole(file, channel -> {
            for (int row = 0; row < rows; row++) {
                for (float value : maker.row(row)) {
                    block.putFloat(value);
                }
                if (!block.hasRemaining() || row == rows - 1) {
                    writeFully(channel, block.flip());
                    block.clear();
                }
            }
        });
    }

    static void whole(Path file, Writing writing) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".part");
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
            writing.to(channel);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
