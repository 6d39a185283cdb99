package dev.stead.terminal.sample;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An embedding with the model that computed it and its quality, ready to be enrolled or identified. Immutable. */
public final class CapturedSample {
    private final String model;
    private final float[] embedding;
    private final int quality;

    /**
     * Copies the embedding.
     *
     * @param model id and version of the model that computed the embedding, as configured for the gallery
     * @param embedding {@code float[dimension]}, finite, not all zero; need not be normalised
     * @param quality of the capture, 0 to 100
     */
    public CapturedSample(String model, float[] embedding, int quality) {
        if (model.isBlank()) {
            throw new IllegalArgumentException("a sample must name its model");
        }
        if (embedding.length == 0) {
            throw new IllegalArgumentException("a sample must have an embedding, not an empty array");
        }
        if (quality < 0 || quality > 100) {
            throw new IllegalArgumentException("quality must be 0 to 100, not " + quality);
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

    /** The embedding in the form of the contract: little-endian float32, {@code byte[4 * dimension]}. */
    public byte[] littleEndian() {
        ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES * embedding.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(embedding);
        return bytes.array();
    }

    /** Without the numbers of the embedding. */
    @Override
    public String toString() {
        return "CapturedSample[" + model + ", " + embedding.length + " floats, quality " + quality + "]";
    }
}
