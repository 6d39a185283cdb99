package dev.stead.benchmarks.data;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * People whose embeddings are as hard to tell apart as real ones.
 *
 * <p>White noise, even with the spectrum of real embeddings, is too easy: its points fill all directions alike (intrinsic
 * dimension 60), so strangers hardly ever look alike. Real people do, because <em>they share traits</em>: heritage, age, a
 * jaw, a nose. So a person here is a choice of one value for each of a few traits, plus a little that is theirs
 * alone. Two people then share none, one, two, ... traits by chance (about a Poisson number of mean
 * 0.15), and each shared one lifts their cosine by its share of the variance, about 0.1: a compound Poisson tail, which is
 * the tail that was measured, with its skew, down to one pair in a million; and the intrinsic dimension falls with it to
 * what was measured. How typical somebody is (how much of them the traits explain) varies too, which makes hubs.
 *
 * <p>A sample is the person, a mean that all samples share, and the noise of its capture, whose strength varies log-normally
 * with heavy tails: that gives the genuine distribution. A <em>bad capture</em> moves far towards one direction common to all
 * bad captures, and so resembles other people's bad captures.
 *
 * <p>Everything lives in {@value Spectrum#RANK} principal directions with the measured spectrum, turned into the asked
 * dimension by a random orthonormal basis. Each embedding has its own generator, seeded by (seed, person, capture): any row
 * can be made alone, in any order, by any thread, and nothing is kept.
 *
 * <p>The constants were found by a random search over this model against the figures of {@link RealFigures}; see
 * {@code docs/embeddings.md}. Immutable and safe for use by many threads.
 */
public final class Population {
    private static final long TABLES = 0x7461626C6573L;
    private static final long PERSON = 0x706572736F6EL;
    private static final long BURST = 0x6275727374L << 16;
    private static final int MOST_FRAMES = 64;

    private final int dimension;
    private final long seed;
    private final Traits traits;
    private final float[] deviation;
    private final float[] mean;
    private final float[] badDirection;
    private final float[] basis;

    /**
     * @param dimension of the embeddings; the constants are fitted to 512
     * @param seed of everything: equal seeds give equal people
     */
    public Population(int dimension, long seed) {
        if (dimension < 16 || dimension > 4096) {
            throw new IllegalArgumentException("dimension must be 16 to 4096: " + dimension);
        }
        this.dimension = dimension;
        this.seed = seed;
        RandomGenerator random = random(TABLES, 0);
        int rank = Math.min(Spectrum.RANK, dimension);
        this.deviation = Spectrum.deviations(rank);
        this.traits = new Traits(random, deviation);
        this.mean = DenseVectors.scaled(DenseVectors.gaussian(random, deviation), Constants.MEAN_NORM);
        this.badDirection = DenseVectors.scaled(DenseVectors.gaussian(random, deviation), 1);
        this.basis = DenseVectors.orthonormalRows(random, rank, dimension);
    }

    /** The dimension of every embedding. */
    public int dimension() {
        return dimension;
    }

    /** One embedding, unit norm: capture 0 of a person is the enrolled one, the others are further samples. */
    public float[] sample(long person, long capture) {
        RandomGenerator random = random(person, capture + 1);
        float[] latent = person(person);
        addMeanAndNoise(latent, random);
        return embed(latent);
    }

    /** A sample of this person that is too poor to use: it resembles other people's bad captures. */
    public float[] badSample(long person, long capture) {
        RandomGenerator random = random(person, capture + 1);
        float[] latent = person(person);
        addMeanAndNoise(latent, random);
        spoil(latent, random);
        return embed(latent);
    }

    /**
     * A frame of a burst: part of its noise is that of all frames of the burst, since light and pose hardly change meanwhile.
     *
     * @param frame its number within the burst, below 64
     * @param bad whether the burst is too poor to use, as a {@link #badSample}
     */
    public float[] frame(long person, long burst, int frame, boolean bad) {
        RandomGenerator ofBurst = random(person, BURST + burst * MOST_FRAMES);
        RandomGenerator own = random(person, BURST + burst * MOST_FRAMES + 1 + frame);
        float[] latent = person(person);
        float strength = addMean(latent, ofBurst);
        DenseVectors.addGaussian(latent, ofBurst, deviation, strength * (float) Math.sqrt(Constants.BURST_SHARED));
        DenseVectors.addGaussian(latent, own, deviation, strength * (float) Math.sqrt(1 - Constants.BURST_SHARED));
        if (bad) {
            spoil(latent, ofBurst);
        }
        return embed(latent);
    }

    /** Moves it towards what all bad captures have in common. */
    private void spoil(float[] latent, RandomGenerator random) {
        DenseVectors.scale(latent, 1);
        double share = Constants.BAD_LEAST + (Constants.BAD_MOST - Constants.BAD_LEAST) * random.nextDouble();
        float keep = (float) Math.sqrt(1 - share);
        float bad = (float) Math.sqrt(share);
        for (int i = 0; i < latent.length; i++) {
            latent[i] = keep * latent[i] + bad * badDirection[i];
        }
    }

    private float[] person(long person) {
        RandomGenerator random = random(person, PERSON);
        float[] latent = new float[deviation.length];
        traits.addTo(latent, random);
        DenseVectors.scaleBy(latent, (float) logNormalOfMeanSquareOne(random.nextGaussian(), Constants.TYPICALITY));
        DenseVectors.addGaussian(latent, random, deviation, (float) Math.sqrt(Constants.OWN));
        return latent;
    }

    private void addMeanAndNoise(float[] latent, RandomGenerator random) {
        float strength = addMean(latent, random);
        DenseVectors.addGaussian(latent, random, deviation, strength);
    }

    /** Returns the strength of the noise to add. */
    private float addMean(float[] latent, RandomGenerator random) {
        double tailed = Math.sinh(Constants.NOISE_TAIL * random.nextGaussian()) / Constants.NOISE_TAIL;
        double strength = Constants.NOISE * Math.exp(Constants.NOISE_SPREAD * tailed);
        for (int i = 0; i < latent.length; i++) {
            latent[i] += mean[i];
        }
        return (float) strength;
    }

    private static double logNormalOfMeanSquareOne(double gaussian, double spread) {
        return Math.exp(spread * gaussian - spread * spread);
    }

    private float[] embed(float[] latent) {
        float[] embedding = new float[dimension];
        for (int r = 0; r < latent.length; r++) {
            DenseVectors.addRow(embedding, basis, r * dimension, latent[r]);
        }
        DenseVectors.scale(embedding, 1);
        return embedding;
    }

    private RandomGenerator random(long person, long stream) {
        return new SplittableRandom(mix(mix(mix(seed) + person) + stream));
    }

    /** Stafford's variant 13 of the MurmurHash3 finaliser: neighbouring inputs give unrelated outputs. */
    private static long mix(long z) {
        long a = z + 0x9E3779B97F4A7C15L;
        long b = (a ^ (a >>> 30)) * 0xBF58476D1CE4E5B9L;
        long c = (b ^ (b >>> 27)) * 0x94D049BB133111EBL;
        return c ^ (c >>> 31);
    }
}
