package dev.stead.benchmarks.report;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleFunction;

/**
 * One axis of a {@link Figure}.
 *
 * @param label the text of a value
 */
public record Axis(String title, boolean logarithmic, DoubleFunction<String> label) {
    private static final int[] FINE = {1, 2, 5};
    private static final int[] COARSE = {1};
    private static final int MOST_FINE_DECADES = 3;
    private static final int LINEAR_TICKS = 5;
    /** A value this close to a tick counts as on it. */
    private static final double ROUNDING = 1e-9;

    /** Range and tick labels, in placed values. */
    record Range(double least, double greatest, Map<Double, String> ticks) {
        /** The position along the axis, 0 to 1. */
        double share(double placed) {
            return greatest == least ? 0.5 : (placed - least) / (greatest - least);
        }
    }

    /** The scale of the axis. */
    double[] placed(double[] values) {
        return logarithmic ? Arrays.stream(values).map(Math::log10).toArray() : values;
    }

    /** Wide enough for all of these placed values, from tick to tick; a linear axis has its zero. */
    Range range(List<double[]> placed) {
        double least = placed.stream().flatMapToDouble(Arrays::stream).min().orElse(0);
        double greatest = placed.stream().flatMapToDouble(Arrays::stream).max().orElse(1);
        if (!logarithmic) {
            least = Math.min(0, least);
            greatest = greatest > least ? greatest : least + 1;
        }
        TreeMap<Double, String> all = logarithmic ? powers(least, greatest) : steps(least, greatest);
        double from = all.floorKey(least + ROUNDING);
        double to = all.ceilingKey(greatest - ROUNDING);
        return new Range(from, to, all.subMap(from, true, to, true));
    }

    private TreeMap<Double, String> powers(double least, double greatest) {
        TreeMap<Double, String> ticks = new TreeMap<>();
        int[] steps = greatest - least <= MOST_FINE_DECADES ? FINE : COARSE;
        for (int decade = (int) Math.floor(least - ROUNDING); decade <= Math.ceil(greatest + ROUNDING); decade++) {
            for (int step : steps) {
                double value = step * Math.pow(10, decade);
                ticks.put(Math.log10(value), label.apply(value));
            }
        }
        return ticks;
    }

    private TreeMap<Double, String> steps(double least, double greatest) {
        double rough = (greatest - least) / LINEAR_TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double step = power * (rough / power > 5 ? 10 : rough / power > 2 ? 5 : rough / power > 1 ? 2 : 1);
        TreeMap<Double, String> ticks = new TreeMap<>();
        for (long i = (long) Math.floor(least / step); (i - 1) * step <= greatest; i++) {
            ticks.put(i * step, label.apply(i * step));
        }
        return ticks;
    }
}
