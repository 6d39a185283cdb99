package dev.stead.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** All measurements, as {@code report.md} with its plots. */
public final class Report {
    private final Subject subject;
    private final List<Point> points = new ArrayList<>();
    private final Map<Integer, Identification> identifications = new TreeMap<>();

    /**
     * The conditions of the measurement.
     *
     * @param target the agreement (agree1 and decide1) at which engines are compared
     */
    public record Subject(
            String command, String machine, String date, int dimension, double target, double wantedFpir) {}

    /** Exact search's own errors in one gallery: what no engine can better. */
    public record Identification(double rank1, ErrorRates fixed, ErrorRates calibrated) {}

    public Report(Subject subject) {
        this.subject = subject;
    }

    public void add(Point point) {
        points.add(point);
    }

    public void add(int rows, Identification identification) {
        identifications.put(rows, identification);
    }

    /** Writes it and returns the page's path. */
    public Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Formatter page = new Formatter(Locale.ROOT);
        page.format("# Agreement, cost and errors%n%n`%s`%n%n", subject.command);
        page.format("%s, %s; embeddings of %d dimensions.%n", subject.machine, subject.date, subject.dimension);
        picture(page, folder, "agreement", Plots.agreement(points));
        picture(page, folder, "decisions", Plots.decisions(points));
        picture(page, folder, "recall10", Plots.recall(points));
        measurements(page);
        cheapest(page);
        picture(page, folder, "growth", Plots.growth(points, subject.target));
        picture(page, folder, "latency", Plots.latency(Plots.cheapest(points, subject.target), subject.target));
        errors(page);
        picture(page, folder, "errors", Plots.errors(identifications, subject.wantedFpir));
        Path file = folder.resolve("report.md");
        Files.writeString(file, page.toString());
        return file;
    }

    private void measurements(Formatter page) {
        page.format("""

                | rows | engine | setting | agree1 | decide1 | recall1 | recall10 | rank1 \
                | mean us | p50 us | p99 us | index MB | build CPU s |
                | ---: | --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
                """);
        for (Point p : points) {
            Point.Quality q = p.quality();
            page.format(
                    "| %,d | %s | %s | %.4f | %.4f | %.4f | %.4f | %.4f | %.0f | %.0f | %.0f | %d | %.1f |%n",
                    p.rows(),
                    p.engine(),
                    p.setting(),
                    q.agree1(),
                    q.decide1(),
                    q.recall1(),
                    q.recall10(),
                    q.rank1(),
                    p.micros(),
                    p.micros(50),
                    p.micros(99),
                    p.cost().indexMegabytes(),
                    p.cost().buildSeconds());
        }
    }

    private void cheapest(Formatter page) {
        page.format("%n## The cheapest setting with agree1 and decide1 of at least %s%n", subject.target);
        page.format("""

                | rows | engine | setting | mean us | flat's mean / this | this / mean in the engine's smallest gallery |
                | ---: | --- | --- | ---: | ---: | ---: |
                """);
        List<Point> cheapest = Plots.cheapest(points, subject.target);
        for (Point p : cheapest) {
            page.format(
                    "| %,d | %s | %s | %.0f | %s | %s |%n",
                    p.rows(),
                    p.engine(),
                    p.setting(),
                    p.micros(),
                    ratio(cheapest.stream()
                            .filter(other ->
                                    other.rows() == p.rows() && other.engine().equals("flat"))
                            .findFirst()
                            .map(flat -> flat.micros() / p.micros())),
                    ratio(cheapest.stream()
                            .filter(other -> other.engine().equals(p.engine()))
                            .findFirst()
                            .map(smallest -> p.micros() / smallest.micros())));
        }
        page.format("%nAn engine that is not in this table reached it by no measured setting.%n");
    }

    private static String ratio(Optional<Double> ratio) {
        return ratio.map(value -> String.format(Locale.ROOT, "%.1fx", value)).orElse("-");
    }

    private void errors(Formatter page) {
        page.format("""

                ## Errors of identification, by exact search

                FNIR: mated probes whose subject is not returned; FPIR: strangers for whom somebody is. Calibrated: for an FPIR of %s
                on one half of the strangers, counted on the other.

                | rows | rank-1 | fixed threshold | FPIR | FNIR | calibrated threshold | FPIR | FNIR |
                | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
                """, subject.wantedFpir);
        identifications.forEach((rows, one) -> page.format(
                "| %,d | %.4f | %.3f | %.4f | %.4f | %.3f | %.4f | %.4f |%n",
                rows,
                one.rank1,
                one.fixed.threshold(),
                one.fixed.fpir(),
                one.fixed.fnir(),
                one.calibrated.threshold(),
                one.calibrated.fpir(),
                one.calibrated.fnir()));
    }

    private static void picture(Formatter page, Path folder, String name, Optional<Figure> figure) throws IOException {
        if (figure.isPresent()) {
            figure.get().write(folder, name);
            page.format("%n![%s](%s.svg)%n", name, name);
        }
    }
}
