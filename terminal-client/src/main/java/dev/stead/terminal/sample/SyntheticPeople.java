package dev.stead.terminal.sample;

import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Generated people for load tests: unit vectors distributed much like those of a real face model (a MobileFaceNet of 512 dimensions on
 * LFW).
 *
 * <p>A person is a direction drawn with variances that fall off as exp(-k/54): that has an effective rank (exponential of the entropy) of
 * 54 e = 147 and gives two people a cosine of 0 +- 1/sqrt(2 * 54) = 0.096. A sample is the person plus noise of the same shape; with a
 * noise of squared length v two samples have a cosine of 1/(1+v); v = 0.47, spread log-normally, gives 0.68 +- 0.1.
 *
 * <p>Suitable for measuring latency and throughput, not accuracy: real galleries are harder (families, bad captures that resemble each
 * other). The axes are not rotated either, so this data says nothing about methods that work on single components.
 */
public final class SyntheticPeople implements SampleSource {
    private static final double DECAY = 54;
    private static final double NOISE = 0.47;
    private static final double NOISE_SPREAD = 0.35;
    private static final int QUALITY = 80;
    private static final long ENROLMENT = -1;

    private final int people;
    private final int dimension;
    private final long seed;
    private final String model;

    /**
     * Generates nothing yet: each embedding is generated when it is needed.
     *
     * @param model the model id of the samples
     */
    public SyntheticPeople(int people, int dimension, long seed, String model) {
        if (people < 1 || dimension < 2) {
            throw new IllegalArgumentException("synthetic people must be at least 1, with at least 2 dimensions");
        }
        this.people = people;
        this.dimension = dimension;
        this.seed = seed;
        this.model = model;
    }

    @Override
    public int people() {
        return people;
    }

    @Override
    public String subjectId(int person) {
        return String.format(Locale.ROOT, "synthetic-%07d", person);
    }

    @Override
    public List<CapturedSample> enrolment(int person) {
        return List.of(probe(person, ENROLMENT));
    }

    /** The number may also be {@link #people} or higher: a person who is not enrolled. */
    @Override
    public CapturedSample probe(int person, long sampleSeed) {
        SplittableRandom own = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + person);
        SplittableRandom varying = new SplittableRandom(own.nextLong() ^ (sampleSeed * 0xD1B54A32D192ED03L));
        float[] sample = direction(own);
        float[] noise = direction(varying);
        double length = Math.sqrt(NOISE * Math.exp(NOISE_SPREAD * varying.nextGaussian()));
        for (int k = 0; k < dimension; k++) {
            sample[k] += (float) (length * noise[k]);
        }
        return new CapturedSample(model, normalised(sample), QUALITY);
    }

    private float[] direction(SplittableRandom random) {
        float[] direction = new float[dimension];
        for (int k = 0; k < dimension; k++) {
            direction[k] = (float) (Math.exp(-k / (2 * DECAY)) * random.nextGaussian());
        }
        return normalised(direction);
    }

    private static float[] normalised(float[] vector) {
        double sum = 0;
        for (float value : vector) {
            sum += (double) value * value;
        }
        float scale = (float) (1 / Math.sqrt(sum));
        for (int k = 0; k < vector.length; k++) {
            vector[k] *= scale;
        }
        return vector;
    }
}
