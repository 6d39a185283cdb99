package dev.stead.matcher.domain;

import org.jspecify.annotations.Nullable;

/**
 * Several frames of one presentation as one probe: their mean weighted by quality, normalised. Averaging embeddings before the comparison
 * lowers FNIR more than taking the best frame, and costs one search a frame all the same. Not thread-safe.
 */
final class Fusion {
    private float @Nullable [] sum;
    private int frames;

    Probe with(Sample sample) {
        float[] frame = sample.embedding().values();
        float[] running = sum == null ? new float[frame.length] : sum;
        // Quality 0 still counts a little: a gallery may have no gate.
        float weight = Math.max(1, sample.quality().value());
        for (int i = 0; i < frame.length; i++) {
            running[i] += weight * frame[i];
        }
        sum = running;
        frames++;
        return new Probe(Embedding.normalised(running.clone()));
    }

    int frames() {
        return frames;
    }
}
