package dev.stead.benchmarks.data;

/**
 * The intrinsic dimension and the hubs of a set of embeddings, from each one's nearest others. TwoNN: Facco et al.,
 * "Estimating the intrinsic dimension of datasets by a minimal neighborhood information", 2017 (its maximum-likelihood
 * form); MLE: Levina and Bickel, 2004, averaged over points as its inverse.
 */
final class Neighbourhood {
    private static final int HUB_NEIGHBOURS = 10;

    private final NearestRows others;
    private final int points;

    /** @param others for each point its nearest others, itself not among them */
    Neighbourhood(NearestRows others, int points) {
        this.others = others;
        this.points = points;
    }

    double twoNearest() {
        double sum = 0;
        for (int p = 0; p < points; p++) {
            sum += Math.log(distance(p, 1) / distance(p, 0));
        }
        return points / sum;
    }

    double maximumLikelihood(int neighbours) {
        double sum = 0;
        for (int p = 0; p < points; p++) {
            double far = Math.log(distance(p, neighbours - 1));
            double own = 0;
            for (int n = 0; n < neighbours - 1; n++) {
                own += far - Math.log(distance(p, n));
            }
            sum += own / (neighbours - 1);
        }
        return points / sum;
    }

    /** The mean cosine of the neighbour at this rank, from 1. */
    double meanSimilarity(int rank) {
        double sum = 0;
        for (int p = 0; p < points; p++) {
            sum += others.similarity(p, rank - 1);
        }
        return sum / points;
    }

    /** The skew of how often a point is among the ten nearest of another: 0 without hubs. */
    double hubSkew() {
        int[] occurrences = new int[points];
        for (int p = 0; p < points; p++) {
            for (int n = 0; n < HUB_NEIGHBOURS; n++) {
                occurrences[others.row(p, n)]++;
            }
        }
        double squares = 0;
        double cubes = 0;
        for (int occurrence : occurrences) {
            double over = occurrence - HUB_NEIGHBOURS;
            squares += over * over;
            cubes += over * over * over;
        }
        return cubes / points / Math.pow(squares / points, 1.5);
    }

    private double distance(int point, int rank) {
        return Math.sqrt(2 - 2 * (double) others.similarity(point, rank));
    }
}
