package dev.stead.terminal.sample;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** An embedding with the model that computed it and its quality, ready to be enrolled or identified. Immutable. */
public final class CapturedSample {
    private final String model;
    private final float[] embedding;
    private final int quality;
    private final int faceCount;

    /**
     * Copies the embedding.
     *
     * @param model id and version of the model that computed the embedding, as configured for the gallery
     * @param embedding {@code float[dimension]}, finite, not all zero; need not be normalised
     * @param quality of the capture, 0 to 100
     */
    public CapturedSample(String model, float[] embedding, int quality) {
        this(model, embedding, quality, 1);
    }

    /**
     * As the other.
     *
     * @param faceCount how many faces the camera saw, this one included; a matcher refuses a frame with more than one
     */
    public CapturedSample(String model, float[] embedding, int quality, int faceCount) {
        if (model.isBlank()) {
            throw new IllegalArgumentException("a sample must name its model");
        }
        if (embedding.length == 0) {
            throw new IllegalArgumentException("a sample must have an embedding, not an empty array");
        }
        if (quality < 0 || quality > 100) {
            throw new IllegalArgumentException("quality must be 0 to 100, not " + quality);
        }
        if (faceCount < 1) {
            throw new IllegalArgumentException("a sample is of at least one face, not of " + faceCount);
        }
        this.model = model;
        this.embedding = embedding.clone();
        this.quality = quality;
        this.faceCount = faceCount;
    }

    public String model() {
        return model;
    }

    public int quality() {
        return quality;
    }

    /** How many faces the camera saw. */
    public int faceCount() {
        return faceCount;
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
