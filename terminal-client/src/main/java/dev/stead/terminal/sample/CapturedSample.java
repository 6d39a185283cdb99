package dev.stead.terminal.sample;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One captured sample, ready to be enrolled or searched with. Immutable; does not print its numbers.
 */
public final class CapturedSample {
    private final String model;
    private final float[] embedding;
    private final int quality;

    /**
     * Takes a copy of the numbers.
     *
     * @param model id and version of the model that made the embedding, as the gallery knows it
     * @param embedding {@code float[dimension]}, finite, not all zero; need not be normalised
     * @param quality of the capture, 0 to 100
     */
    public CapturedSample(String model, float[] embedding, int quality) {
        if (model.isBlank()) {
            throw new IllegalArgumentException("a sample names the model that made it");
        }
        if (embedding.length == 0) {
            throw new IllegalArgumentException("a sample has an embedding");
        }
        if (quality < 0 || quality > 100) {
            throw new IllegalArgumentException("quality is 0 to 100, not " + quality);
        }
        this.model = model;
        this.embedding = embedding.clone();
        this.quality = quality;
    }

    public String model() {
        return model;
    }

    public int quality() {
        return quality;
    }

    public int dimension() {
        return embedding.length;
    }

    /** The embedding as the contract carries it: little-endian float32. */
    public byte[] littleEndian() {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * embedding.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(embedding);
        return bytes.array();
    }

    @Override
    public String toString() {
        return "Sample[" + model + ", " + embedding.length + " floats, quality " + quality + "]";
    }
}
