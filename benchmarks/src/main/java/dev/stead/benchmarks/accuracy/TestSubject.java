package dev.stead.benchmarks.accuracy;

import java.util.ArrayList;
import java.util.List;

/**
 * A person, and which of their rows they enrol and present.
 *
 * @param id as which they are enrolled
 * @param half in which of the two galleries: to the other they are a stranger
 * @param templates the rows to enrol, the first ones first
 * @param mated whether they present rows that they do not enrol
 * @param captures the rows to present: those of one list are frames that belong together
 */
record TestSubject(String id, int half, List<Integer> templates, boolean mated, List<List<Integer>> captures) {
    /** More of one person would tell little more. */
    private static final int MOST_PRESENTATIONS = 10;

    TestSubject {
        templates = List.copyOf(templates);
        captures = captures.stream().map(List::copyOf).toList();
    }

    /** Fewer if there are fewer. */
    List<Integer> templates(int most) {
        return templates.subList(0, Math.min(most, templates.size()));
    }

    /** Disjoint presentations of so many frames. */
    List<List<Integer>> presentations(int frames) {
        List<List<Integer>> all = new ArrayList<>();
        for (List<Integer> together : captures) {
            for (int from = 0; from + frames <= together.size() && all.size() < MOST_PRESENTATIONS; from += frames) {
                all.add(together.subList(from, from + frames));
            }
        }
        return all;
    }
}
