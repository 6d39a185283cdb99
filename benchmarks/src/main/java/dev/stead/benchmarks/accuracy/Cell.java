package dev.stead.benchmarks.accuracy;

import dev.stead.benchmarks.accuracy.Trials.Outcome;
import dev.stead.benchmarks.report.Json;
import dev.stead.benchmarks.report.Proportion;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What was observed under one set of conditions.
 *
 * @param missed of the mated presentations, those after which the test subject was not identified as who they are: the FNIR
 * @param found of the non-mated ones, those after which somebody was identified: the FPIR
 */
record Cell(Conditions conditions, Proportion missed, Proportion found) {
    static final String ALL = "all";
    static final String HIGH = "high";
    static final String LOW = "low";

    /** What a report is ordered by. */
    static final Comparator<Cell> ORDER = Comparator.<Cell>comparingDouble(cell -> cell.conditions.targetFpir)
            .thenComparing(cell -> cell.conditions.quality)
            .thenComparingInt(cell -> cell.conditions.templates)
            .thenComparingInt(cell -> cell.conditions.frames)
            .thenComparingInt(cell -> cell.conditions.compared());

    /**
     * Under which conditions.
     *
     * @param ring with how many a presentation was compared; 0 for everybody
     * @param enrolled how many each gallery has
     * @param quality of the frames: {@link #ALL}, {@link #HIGH} or {@link #LOW}
     */
    record Conditions(int ring, int enrolled, int templates, int frames, String quality, double targetFpir) {
        int compared() {
            return ring == 0 ? enrolled : ring;
        }

        Conditions ofQuality(String which) {
            return new Conditions(ring, enrolled, templates, frames, which, targetFpir);
        }
    }

    static Cell of(Conditions conditions, List<Outcome> mated, List<Outcome> nonMated) {
        return new Cell(
                conditions,
                Proportion.of(byPerson(mated, outcome -> !outcome.isRight())),
                Proportion.of(byPerson(nonMated, outcome -> outcome.identified().isPresent())));
    }

    private static Collection<Proportion.Cluster> byPerson(List<Outcome> outcomes, Predicate<Outcome> event) {
        return outcomes.stream()
                .collect(Collectors.groupingBy(
                        outcome -> outcome.trial().person().id(),
                        Collectors.collectingAndThen(
                                Collectors.toList(),
                                all -> new Proportion.Cluster(
                                        all.stream().filter(event).count(), all.size()))))
                .values();
    }

    /** One line of the file for other programs. */
    Json json() {
        return new Json()
                .put("ring", conditions.ring)
                .put("templates", conditions.templates)
                .put("frames", conditions.frames)
                .put("quality", conditions.quality)
                .put("target_fpir", conditions.targetFpir, 6)
                .put("observed_fpir", found.share(), 6)
                .put("fnir", missed.share(), 6)
                .put("mated", missed.trials())
                .put("nonmated", found.trials())
                .put("observed_fpir_low", found.low(), 6)
                .put("observed_fpir_high", found.high(), 6)
                .put("fnir_low", missed.low(), 6)
                .put("fnir_high", missed.high(), 6)
                .put("enrolled", conditions.enrolled);
    }
}
