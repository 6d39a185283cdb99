package dev.stead.benchmarks.accuracy;

import dev.stead.benchmarks.report.Axis;
import dev.stead.benchmarks.report.Figure;
import dev.stead.benchmarks.report.Proportion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Formatter;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** The cells of a report, as a table and as {@code report.md} with its plots. */
record AccuracyPage(String command, List<Cell> cells) {
    /** Wide enough for each of the table's columns. */
    private static final String COLUMNS = "| %9s | %9s | %6s | %7s | %11s | %8s | %-28s | %8s | %-28s |%n";

    AccuracyPage {
        cells = List.copyOf(cells);
    }

    String table() {
        var table = new Formatter(Locale.ROOT);
        table.format(
                COLUMNS,
                "compared",
                "templates",
                "frames",
                "quality",
                "target FPIR",
                "strangers",
                "FPIR, %",
                "mated",
                "FNIR, %");
        table.format(COLUMNS, "---:", "---:", "---:", "---", "---:", "---:", "---", "---:", "---");
        for (Cell cell : cells) {
            Cell.Conditions of = cell.conditions();
            table.format(
                    COLUMNS,
                    of.ring() == 0 ? "all " + of.enrolled() : of.ring(),
                    of.templates(),
                    of.frames(),
                    of.quality(),
                    of.targetFpir(),
                    cell.found().trials(),
                    percent(cell.found()),
                    cell.missed().trials(),
                    percent(cell.missed()));
        }
        return table.toString();
    }

    private static String percent(Proportion of) {
        return of.trials() == 0
                ? "-"
                : String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", 100 * of.share(), 100 * of.low(), 100 * of.high());
    }

    /** Returns the page's path. */
    Path write(Path folder) throws IOException {
        Files.createDirectories(folder);
        var page = new Formatter(Locale.ROOT);
        page.format("# How well people are recognised%n%n`%s`%n%n", command);
        page.format("""
                FPIR: of the presentations of strangers, the share after which somebody was identified. FNIR: of those of people who are
                enrolled, the share after which they were not. In brackets the interval of 95 %% (Wilson), with the presentations of one
                person taken as alike as they are.

                """);
        page.format("%s", table());
        picture(page, folder, "fnir-by-ring", fnirByRing());
        picture(page, folder, "fpir-by-ring", fpirByRing());
        picture(page, folder, "det", det());
        Path file = folder.resolve("report.md");
        Files.writeString(file, page.toString());
        return file;
    }

    private Figure fnirByRing() {
        var figure =
                new Figure("Turned away, by templates x frames", compared(), share("FNIR (at the bottom: none seen)"));
        addByRing(figure, cell -> atLeastOne(cell.missed()));
        return figure;
    }

    private Figure fpirByRing() {
        var figure = new Figure(
                "Taken for somebody, by templates x frames", compared(), share("FPIR (at the bottom: none seen)"));
        addByRing(figure, cell -> atLeastOne(cell.found()));
        return figure;
    }

    private void addByRing(Figure figure, ToDoubleFunction<Cell> value) {
        List<String> kinds = kinds();
        List<Double> targets = targets();
        for (double target : targets) {
            for (String kind : kinds) {
                List<Cell> line = ofAllQualities(
                        cell -> kind(cell).equals(kind) && cell.conditions().targetFpir() == target);
                figure.add(
                        kind + (targets.size() > 1 ? ", FPIR " + target : ""),
                        values(line, cell -> cell.conditions().compared()),
                        values(line, value),
                        new Figure.Look(kinds.indexOf(kind), targets.indexOf(target)));
            }
        }
    }

    /** Detection error trade-off (ISO/IEC 19795-1): a line for each number of compared people, a point for each target. */
    private Figure det() {
        var figure = new Figure(
                "Turned away against taken for somebody (DET), by templates x frames",
                share("FPIR (at the left: none seen)"),
                share("FNIR (at the bottom: none seen)"));
        List<String> kinds = kinds();
        List<Integer> rings =
                cells.stream().map(cell -> cell.conditions().ring()).distinct().toList();
        for (String kind : kinds) {
            for (int ring : rings) {
                List<Cell> line = ofAllQualities(
                        cell -> kind(cell).equals(kind) && cell.conditions().ring() == ring);
                figure.add(
                        (ring == 0 ? "all" : "ring of " + ring) + ", " + kind,
                        values(line, cell -> atLeastOne(cell.found())),
                        values(line, cell -> atLeastOne(cell.missed())),
                        new Figure.Look(rings.indexOf(ring), kinds.indexOf(kind)));
            }
        }
        return figure;
    }

    private static void picture(Formatter page, Path folder, String name, Figure figure) throws IOException {
        if (!figure.isEmpty()) {
            figure.write(folder, name);
            page.format("%n![%s](%s.svg)%n", name, name);
        }
    }

    private List<Cell> ofAllQualities(Predicate<Cell> wanted) {
        return cells.stream()
                .filter(cell -> cell.conditions().quality().equals(Cell.ALL)
                        && cell.found().trials() > 0)
                .filter(wanted)
                .toList();
    }

    private List<String> kinds() {
        return cells.stream().map(AccuracyPage::kind).distinct().toList();
    }

    private List<Double> targets() {
        return cells.stream()
                .map(cell -> cell.conditions().targetFpir())
                .distinct()
                .toList();
    }

    private static String kind(Cell cell) {
        return cell.conditions().templates() + " x " + cell.conditions().frames();
    }

    private static double atLeastOne(Proportion of) {
        return Math.max(1, of.events()) / (double) of.trials();
    }

    private static double[] values(List<Cell> of, ToDoubleFunction<Cell> value) {
        return of.stream().mapToDouble(value).toArray();
    }

    private static Axis compared() {
        return new Axis("people compared with", true, count -> String.format(Locale.ROOT, "%,.0f", count));
    }

    private static Axis share(String title) {
        return new Axis(
                title, true, value -> String.format(Locale.ROOT, value < 0.0001 ? "%.4f %%" : "%.2f %%", 100 * value));
    }
}
