package dev.stead.mesh;

import io.grpc.Codec;
import io.grpc.Decompressor;
import io.grpc.DecompressorRegistry;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The compressions that clients of gRPC bring with them. A message is decompressed when it is parsed, where {@link MessageLimit}
 * stops at the method's limit and answers what is damaged; grpc-java's own codec reads it earlier, where nobody could.
 */
enum MessageCodec implements Decompressor {
    GZIP("gzip") {
        @Override
        InputStream open(InputStream compressed) throws IOException {
            return new GZIPInputStream(compressed);
        }
    },
    DEFLATE("deflate") {
        @Override
        InputStream open(InputStream compressed) {
            return new InflaterInputStream(compressed);
        }
    };

    private final String encoding;

    MessageCodec(String encoding) {
        this.encoding = encoding;
    }

    abstract InputStream open(InputStream compressed) throws IOException;

    /** Every codec here, and none of others: what is registered elsewhere in the process does not count. */
    static DecompressorRegistry registry() {
        DecompressorRegistry all = DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false);
        for (MessageCodec codec : values()) {
            all = all.with(codec, true);
        }
        return all;
    }

    @Override
    public String getMessageEncoding() {
        return encoding;
    }

    @Override
    public InputStream decompress(InputStream compressed) {
        return new InputStream() {
            private @Nullable InputStream plain;

            @Override
            public int read() throws IOException {
                return plain().read();
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return plain().read(target, offset, length);
            }

            @Override
            public void close() throws IOException {
                if (plain == null) {
                    compressed.close();
                } else {
                    plain.close();
                }
            }

            private InputStream plain() throws IOException {
                InputStream opened = plain;
                if (opened == null) {
                    opened = open(compressed);
                    plain = opened;
                }
                return opened;
            }
        };
    }
}
