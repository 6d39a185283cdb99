package dev.stead.matcher.domain;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Compares a probe with few people first and with more if that does not decide: the decision of the first comparison that finds somebody,
 * unless one with more people finds somebody else who is ahead by the margin. Compares with all of them in any case, so that the time does
 * not tell which one decided.
 */
final class StepwiseSearch {
    private final LookAlikeJudge judge;

    StepwiseSearch(LookAlikeJudge judge) {
        this.judge = judge;
    }

    /**
     * What was decided.
     *
     * @param by the comparison that decided, or the last one
     * @param found what that found
     * @param near about whom the answer tells something
     */
    record Result(Decision decision, Comparison by, CandidateList found, Set<SubjectId> near) {}

    /** @param early whether more frames may follow */
    Result search(Gallery gallery, List<Comparison> comparisons, Probe probe, boolean early) {
        List<CandidateList> found = new ArrayList<>();
        Set<SubjectId> near = new LinkedHashSet<>();
        for (Comparison one : comparisons) {
            CandidateList list = one.search(gallery, probe, Identifier.CANDIDATES);
            found.add(list);
            near.addAll(near(gallery, one.point(), list));
        }
        for (int i = 0; i < comparisons.size(); i++) {
            Comparison one = early ? comparisons.get(i).early() : comparisons.get(i);
            Decision decision = judge.decide(gallery, one, probe, found.get(i));
            if (!(decision instanceof Decision.NotIdentified) && !isBeaten(one, found, i)) {
                return new Result(decision, comparisons.get(i), found.get(i), near);
            }
        }
        return new Result(new Decision.NotIdentified(), comparisons.getLast(), found.getLast(), near);
    }

    private static boolean isBeaten(Comparison one, List<CandidateList> found, int at) {
        Candidate best = found.get(at).best().orElseThrow();
        return found.subList(at + 1, found.size()).stream().anyMatch(more -> one.isBeaten(best, more));
    }

    /** Of look-alikes on record no similarity tells one from the other. */
    private static List<SubjectId> near(Gallery gallery, OperatingPoint point, CandidateList found) {
        List<SubjectId> near = point.near(found);
        Set<SubjectId> alike = near.size() > 1 ? gallery.lookAlikesOf(near.getFirst()) : Set.of();
        return alike.isEmpty() ? near : point.near(found.without(alike::contains));
    }
}
