package dev.stead.matcher.domain;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Fuses the frames of one presentation into one probe: their mean, weighted by quality and normalised. Averaging embeddings lowers FNIR
 * more than taking the best frame, and costs the same: one search per frame. Not thread-safe.
 */
final class Fusion {
    private float @Nullable [] sum;
    private int frames;

    Probe with(Sample sample) {
        float[] frame = sample.embedding().values();
        float[] running = sum == null ? new float[frame.length] : sum;
        // Quality 0 counts a little: a gallery may have no gate.
        float weight = Math.max(1, sample.quality().value());
        for (int i = 0; i < frame.length; i++) {
            running[i] += weight * frame[i];
        }
        sum = running;
        frames++;
        return new Probe(Embedding.normalised(running.clone()));
    }

    void wipe() {
        if (sum != null) {
            Arrays.fill(sum, 0);
        }
    }

    int frames() {
        return frames;
    }
}
