package dev.stead.matcher.domain.calibration;

import dev.stead.matcher.domain.ModelId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What is known of a model's impostors before a gallery is large enough to tell: which similarity how many of the pairs of two people
 * reach. Immutable.
 */
public final class ImpostorPrior {
    private static final String FILE = "impostors.csv";
    private static final int[] SIZES = {1, 5, 20, 100, 500, 2_000, 10_000, 100_000, 1_000_000, 10_000_000};

    /** Similarity by the logarithm of the FMR. */
    private final NavigableMap<Double, Double> similarities;

    private ImpostorPrior(NavigableMap<Double, Double> similarities) {
        this.similarities = similarities;
    }

    /** What Stead ships for this model, if anything. */
    public static Optional<ImpostorPrior> of(ModelId model) {
        NavigableMap<Double, Double> known = new TreeMap<>();
        try (InputStream in = Objects.requireNonNull(ImpostorPrior.class.getResourceAsStream(FILE), FILE);
                var reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            reader.lines()
                    .map(line -> line.split(",", -1))
                    .filter(row -> row[0].equals(model.value()))
                    .forEach(row -> known.put(Math.log(Double.parseDouble(row[1])), Double.parseDouble(row[2])));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return known.size() < 2 ? Optional.empty() : Optional.of(new ImpostorPrior(known));
    }

    /** The thresholds for an FPIR: of R subjects that are compared, each may be found with a probability of 1 - (1 - FPIR)^(1/R). */
    public ThresholdCurve curve(double fpir) {
        Map<Integer, Float> bySize = new TreeMap<>();
        for (int size : SIZES) {
            double fmr = -Math.expm1(Math.log1p(-fpir) / size);
            bySize.put(size, (float) Math.clamp(similarity(fmr), 0.01, 1));
        }
        return new ThresholdCurve(bySize);
    }

    /** Beyond what is known, by the slope at its end. */
    private double similarity(double fmr) {
        double log = Math.log(fmr);
        double above = Objects.requireNonNullElse(similarities.ceilingKey(log), similarities.lastKey());
        if (above == similarities.firstKey()) {
            above = Objects.requireNonNull(similarities.higherKey(above));
        }
        double below = Objects.requireNonNull(similarities.lowerKey(above));
        double way = (log - below) / (above - below);
        double from = Objects.requireNonNull(similarities.get(below));
        return from + way * (Objects.requireNonNull(similarities.get(above)) - from);
    }

    @Override
    public String toString() {
        return "ImpostorPrior[" + similarities.size() + " similarities]";
    }
}
