package dev.stead.benchmarks.data;

/** How the variance of embeddings is spread over their principal directions: nearly even, then a steep end. */
final class Spectrum {
    /** The effective rank that was measured is about 150 to 160 of 512. */
    static final int RANK = 152;

    private static final double DECAY = 1.15;
    private static final double END = 8.05;

    private Spectrum() {}

    /** Standard deviations of {@code rank} directions, largest first, of squares that sum to one. */
    static float[] deviations(int rank) {
        double[] variance = new double[rank];
        double sum = 0;
        for (int i = 0; i < rank; i++) {
            double place = (i + 0.5) / rank;
            variance[i] = Math.exp(-DECAY * place) * (1 - Math.pow(place, END));
            sum += variance[i];
        }
        float[] deviations = new float[rank];
        for (int i = 0; i < rank; i++) {
            deviations[i] = (float) Math.sqrt(variance[i] / sum);
        }
        return deviations;
    }
}
