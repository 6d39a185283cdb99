package dev.stead.benchmarks.report;

import dev.stead.benchmarks.report.Figure.Look;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The plots of the report; empty where there is no data. Engines differ by colour, galleries by stroke. */
final class Plots {
    private static final double[] ONE_IN = {1, 2, 4, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 100_000};

    private Plots() {}

    /** Without early stops, which do not look for every mate. */
    static Optional<Figure> agreement(List<Point> points) {
        return againstCost(
                "Agreement with exact search about mates (agree1)",
                "agree1 (at the top: no miss seen)",
                points.stream().filter(p -> p.stop().isEmpty()).toList(),
                p -> p.quality().agree1());
    }

    static Optional<Figure> decisions(List<Point> points) {
        return againstCost(
                "Decisions as exact search decides (decide1)",
                "decide1 (at the top: no other decision seen)",
                points,
                p -> p.quality().decide1());
    }

    static Optional<Figure> recall(List<Point> points) {
        return againstCost(
                "Recall of exact search's first ten",
                "recall10 (at the top: no miss seen)",
                points.stream().filter(p -> p.stop().isEmpty()).toList(),
                p -> p.quality().recall10());
    }

    /** The ordinate is one miss in N (logarithmic), so that 0.9999 is as far from 0.999 as that from 0.99. */
    private static Optional<Figure> againstCost(
            String title, String name, List<Point> points, ToDoubleFunction<Point> share) {
        Figure figure = new Figure(
                title,
                micros("mean time of a search, one thread"),
                new Axis(name, true, oneIn -> number(1 - 1 / oneIn)));
        List<String> kinds = points.stream().map(Plots::kind).distinct().toList();
        for (int rows : sizes(points)) {
            for (String kind : kinds) {
                List<Point> line = points.stream()
                        .filter(p -> p.rows() == rows && kind(p).equals(kind))
                        .sorted(Comparator.comparingDouble(Point::micros))
                        .toList();
                figure.add(
                        kind + ", " + count(rows),
                        values(line, Point::micros),
                        values(line, p -> 1 / Math.max(1 - share.applyAsDouble(p), 1.0 / p.probes())),
                        new Look(kinds.indexOf(kind), sizes(points).indexOf(rows)));
            }
        }
        return some(figure);
    }

    static Optional<Figure> growth(List<Point> points, double target) {
        Figure figure = new Figure(
                "Cost by gallery size, cheapest setting with agree1 and decide1 of at least " + target,
                new Axis("templates in the gallery", true, Plots::count),
                micros("mean time of a search, one thread"));
        for (String engine : engines(points)) {
            List<Point> line = cheapest(points, target).stream()
                    .filter(p -> p.engine().equals(engine))
                    .toList();
            figure.add(
                    engine,
                    values(line, Point::rows),
                    values(line, Point::micros),
                    new Look(engines(points).indexOf(engine), 0));
        }
        return sizes(points).size() < 2 ? Optional.empty() : some(figure);
    }

    /** The times of single searches in the largest gallery that an engine was measured with. */
    static Optional<Figure> latency(List<Point> atTarget, double target) {
        Figure figure = new Figure(
                "Times of single searches, one thread, agree1 and decide1 of at least " + target,
                new Axis("share of searches that are faster", true, oneIn -> number(1 - 1 / oneIn)),
                micros("time of a search"));
        for (String engine : engines(atTarget)) {
            Point point = atTarget.stream()
                    .filter(p -> p.engine().equals(engine))
                    .max(Comparator.comparingInt(Point::rows))
                    .orElseThrow();
            double[] seen = Arrays.stream(ONE_IN)
                    .filter(oneIn -> oneIn <= point.latencies().getTotalCount())
                    .toArray();
            figure.add(
                    engine + " " + point.setting() + ", " + count(point.rows()),
                    seen,
                    Arrays.stream(seen)
                            .map(oneIn -> point.micros(100 - 100 / oneIn))
                            .toArray(),
                    new Look(engines(atTarget).indexOf(engine), 0));
        }
        return some(figure);
    }

    static Optional<Figure> errors(Map<Integer, Report.Identification> identifications, double wantedFpir) {
        Figure figure = new Figure(
                "Errors of identification by gallery size, exact search",
                new Axis("templates in the gallery", true, Plots::count),
                new Axis("share of probes", false, share -> String.format(Locale.ROOT, "%.0f %%", 100 * share)));
        double[] sizes =
                identifications.keySet().stream().mapToDouble(rows -> rows).toArray();
        List<Report.Identification> all = List.copyOf(identifications.values());
        figure.add("mate not first (1 - rank-1)", sizes, values(all, one -> 1 - one.rank1()), new Look(2, 2));
        figure.add(
                "FNIR, fixed threshold", sizes, values(all, one -> one.fixed().fnir()), new Look(0, 0));
        figure.add(
                "FPIR, fixed threshold", sizes, values(all, one -> one.fixed().fpir()), new Look(1, 0));
        figure.add(
                "FNIR, calibrated", sizes, values(all, one -> one.calibrated().fnir()), new Look(0, 1));
        figure.add(
                "FPIR, calibrated to " + wantedFpir,
                sizes,
                values(all, one -> one.calibrated().fpir()),
                new Look(1, 1));
        return sizes.length < 2 ? Optional.empty() : some(figure);
    }

    /** For each gallery and engine the fastest point that reaches the target. */
    static List<Point> cheapest(List<Point> points, double target) {
        List<Point> cheapest = new ArrayList<>();
        for (int rows : sizes(points)) {
            for (String engine : engines(points)) {
                points.stream()
                        .filter(p -> p.rows() == rows && p.engine().equals(engine) && p.reaches(target))
                        .min(Comparator.comparingDouble(Point::micros))
                        .ifPresent(cheapest::add);
            }
        }
        return cheapest;
    }

    /** Settings with an early stop are a line of their own. */
    private static String kind(Point point) {
        return (point.engine() + " " + point.stop()).strip();
    }

    private static List<Integer> sizes(List<Point> points) {
        return points.stream().map(Point::rows).distinct().sorted().toList();
    }

    private static List<String> engines(List<Point> points) {
        return points.stream().map(Point::engine).distinct().toList();
    }

    private static <T> double[] values(List<T> of, ToDoubleFunction<T> value) {
        return of.stream().mapToDouble(value).toArray();
    }

    private static Axis micros(String title) {
        return new Axis(title, true, micros -> micros < 1000 ? number(micros) + " us" : number(micros / 1000) + " ms");
    }

    private static String count(double count) {
        return String.format(Locale.ROOT, "%,.0f", count);
    }

    /** Without the zeros that say nothing. */
    private static String number(double value) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static Optional<Figure> some(Figure figure) {
        return figure.isEmpty() ? Optional.empty() : Optional.of(figure);
    }
}
