package dev.stead.matcher.testing;

import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.ModelId;
import dev.stead.matcher.domain.Quality;
import dev.stead.matcher.domain.Sample;
import java.util.Random;

/** Synthetic people: a random direction each, and samples near it (cosine about 0.8 to each other). Replayed by its seed. */
public final class Faces {
    public static final int DIMENSION = 128;
    public static final ModelId MODEL = new ModelId("synthetic@1");

    private final long seed;

    public Faces(long seed) {
        this.seed = seed;
    }

    /** One sample of a person, by two numbers; not normalised, as a model gives it. */
    public float[] raw(int person, int take) {
        Random of = new Random(seed * 1_000_003 + person);
        Random noise = new Random((seed * 1_000_003 + person) * 7_919 + take + 1);
        float[] values = new float[DIMENSION];
        for (int i = 0; i < DIMENSION; i++) {
            values[i] = (float) (of.nextGaussian() + 0.5 * noise.nextGaussian());
        }
        return values;
    }

    public Sample sample(int person, int take) {
        return new Sample(MODEL, Embedding.normalised(raw(person, take)), new Quality(80));
    }

    /** Something halfway between two people. */
    public float[] between(int one, int other) {
        float[] values = raw(one, 0);
        float[] more = raw(other, 0);
        for (int i = 0; i < DIMENSION; i++) {
            values[i] += more[i];
        }
        return values;
    }

    @Override
    public String toString() {
        return "Faces[seed " + seed + "]";
    }
}
