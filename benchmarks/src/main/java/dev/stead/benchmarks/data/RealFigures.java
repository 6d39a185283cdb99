package dev.stead.benchmarks.data;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What was measured on real embeddings: 13,187 samples of 5,716 people (Labeled Faces in the Wild, deep-funneled, through a
 * MobileFaceNet of 512 dimensions; suspected label errors removed). From 10,000 on the best non-mated similarity is fitted,
 * not measured: there are not that many people. The bad captures are darkened samples.
 */
final class RealFigures {
    private RealFigures() {}

    static Map<String, Double> all() {
        Map<String, Double> real = new LinkedHashMap<>();
        real.put("genuine mean", 0.683);
        real.put("genuine deviation", 0.117);
        real.put("genuine 0.1 %", 0.224);
        real.put("genuine 1 %", 0.346);
        real.put("genuine 5 %", 0.477);
        real.put("genuine 25 %", 0.611);
        real.put("genuine 50 %", 0.694);
        real.put("genuine 75 %", 0.765);
        real.put("genuine 95 %", 0.852);
        real.put("genuine 99 %", 0.902);
        real.put("impostor mean", 0.006);
        real.put("impostor deviation", 0.096);
        real.put("impostor skew", 0.114);
        real.put("impostor 1 %", -0.213);
        real.put("impostor 1 - 1e-2", 0.242);
        real.put("impostor 1 - 1e-3", 0.333);
        real.put("impostor 1 - 1e-4", 0.409);
        real.put("impostor 1 - 1e-5", 0.474);
        real.put("impostor 1 - 1e-6", 0.529);
        real.put("components for 50 %", 40.0);
        real.put("components for 90 %", 106.0);
        real.put("components for 99 %", 139.0);
        real.put("participation ratio", 106.3);
        real.put("dimension, TwoNN", 39.6);
        real.put("dimension, MLE 10", 38.4);
        real.put("dimension, MLE 30", 37.3);
        real.put("dimension, MLE 100", 36.1);
        real.put("hub skew, 10 nearest", 0.56);
        real.put("nearest other, mean", 0.402);
        real.put("10th nearest other, mean", 0.310);
        real.put("100th nearest other, mean", 0.215);
        real.put("best non-mated of 100", 0.264);
        real.put("best non-mated of 1000", 0.344);
        real.put("best non-mated of 3000", 0.384);
        real.put("best non-mated of 4216", 0.394);
        real.put("best non-mated of 10000", 0.42);
        real.put("best non-mated of 100000", 0.48);
        real.put("best non-mated of 1000000", 0.52);
        real.put("best non-mated of 1000000, 99 %", 0.62);
        real.put("bad captures of two people, 99 %", 0.78);
        return real;
    }
}
