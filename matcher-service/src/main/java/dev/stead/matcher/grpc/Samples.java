package dev.stead.matcher.grpc;

import com.google.protobuf.ByteString;
import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.ModelId;
import dev.stead.matcher.domain.Quality;
import dev.stead.matcher.domain.Sample;
import dev.stead.matcher.v1.Embedding;
import dev.stead.matcher.v1.FloatValues;
import java.nio.ByteOrder;
import java.util.List;

/** Decodes samples: the one place where the numbers of an embedding are copied from a message. */
final class Samples {
    private Samples() {}

    static List<Sample> of(List<dev.stead.matcher.v1.Sample> messages) {
        return messages.stream().map(Samples::of).toList();
    }

    static Sample of(dev.stead.matcher.v1.Sample message) {
        Embedding embedding = message.getEmbedding();
        float[] values = decode(embedding);
        return new Sample(
                new ModelId(embedding.getModel()),
                dev.stead.matcher.domain.Embedding.normalised(values),
                new Quality(message.getQuality()));
    }

    private static float[] decode(Embedding embedding) {
        return switch (embedding.getValuesCase()) {
            case FLOAT32_LE -> decode(embedding.getFloat32Le());
            case FLOATS -> decode(embedding.getFloats());
            case VALUES_NOT_SET ->
                throw new MatcherException(
                        MatcherError.EMBEDDING_MISSING, "a sample must have an embedding, as float32_le or floats");
        };
    }

    private static float[] decode(ByteString bytes) {
        if (bytes.size() % Float.BYTES != 0) {
            throw new MatcherException(
                    MatcherError.EMBEDDING_LENGTH,
                    "float32_le must have 4 bytes per dimension, not " + bytes.size() + " bytes in all");
        }
        float[] values = new float[checked(bytes.size() / Float.BYTES)];
        bytes.asReadOnlyByteBuffer()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .get(values);
        return values;
    }

    private static float[] decode(FloatValues floats) {
        float[] values = new float[checked(floats.getValuesCount())];
        for (int i = 0; i < values.length; i++) {
            values[i] = floats.getValues(i);
        }
        return values;
    }

    private static int checked(int dimension) {
        if (dimension < GalleryConfig.MIN_DIMENSION || dimension > GalleryConfig.MAX_DIMENSION) {
            throw new MatcherException(
                    MatcherError.EMBEDDING_LENGTH,
                    "an embedding must have " + GalleryConfig.MIN_DIMENSION + " to " + GalleryConfig.MAX_DIMENSION
                            + " numbers, not " + dimension);
        }
        return dimension;
    }
}
