package dev.stead.matcher.testing;

import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Quality;
import dev.stead.matcher.domain.Sample;
import java.util.random.RandomGenerator;

/** Random unit vectors, at a chosen cosine to others. */
public final class Directions {
    private final int dimension;
    private final RandomGenerator random;

    public Directions(int dimension, RandomGenerator random) {
        this.dimension = dimension;
        this.random = random;
    }

    public float[] any() {
        float[] made = new float[dimension];
        for (int i = 0; i < dimension; i++) {
            made[i] = (float) random.nextGaussian();
        }
        return unit(made);
    }

    /** One that is orthogonal to this one. */
    public float[] across(float[] to) {
        float[] made = any();
        return unit(sum(made, -cosine(made, to), to));
    }

    public float[] at(double cosine, float[] to) {
        return mixed(cosine, to, Math.sqrt(1 - cosine * cosine), across(to));
    }

    public static float[] mixed(double share, float[] one, double otherShare, float[] other) {
        float[] made = new float[one.length];
        for (int i = 0; i < made.length; i++) {
            made[i] = (float) (share * one[i] + otherShare * other[i]);
        }
        return unit(made);
    }

    public static float[] sum(float[] one, float[] other) {
        return unit(sum(one, 1, other));
    }

    public static double cosine(float[] one, float[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += (double) one[i] * other[i];
        }
        return sum;
    }

    public static Sample sample(float[] direction) {
        return new Sample(Faces.MODEL, Embedding.normalised(direction.clone()), new Quality(80));
    }

    private static float[] sum(float[] one, double times, float[] other) {
        float[] made = one.clone();
        for (int i = 0; i < made.length; i++) {
            made[i] += (float) (times * other[i]);
        }
        return made;
    }

    private static float[] unit(float[] values) {
        double norm = Math.sqrt(cosine(values, values));
        for (int i = 0; i < values.length; i++) {
            values[i] /= (float) norm;
        }
        return values;
    }
}
