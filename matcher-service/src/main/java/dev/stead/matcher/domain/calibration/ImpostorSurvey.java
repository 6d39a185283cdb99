package dev.stead.matcher.domain.calibration;

import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.duplicate.Duplicate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Measures what a threshold must buy: how often the best of R others reaches it for a probe of somebody who is none of them.
 *
 * <p>The gallery's own subjects are the strangers: each of up to {@value #PROBES} at random is a probe, by one of their templates. It is
 * compared, exactly, with up to a thousand others at random, in disjoint rings of each size; and searched for in the whole gallery. Whom it
 * reaches at the enrolment guard's threshold, and recorded look-alikes, are taken for the same person, not for impostors; the former are
 * found to be duplicates.
 *
 * <p>A survey of any gallery takes ten million comparisons and ten thousand searches: so little that one that was interrupted begins again.
 * Not thread-safe.
 */
public final class ImpostorSurvey {
    /** The sizes of rings that are measured, and beside them that of the gallery. */
    private static final int[] RING_SIZES = {1, 5, 20, 100, 500};

    private static final int PROBES = 10_010;
    /** Fewer give no tail. */
    public static final int LEAST_PROBES = 100;
    /** Compared with each other, and held in memory together: two disjoint rings of the largest size for each. */
    private static final int BLOCK = 1_001;
    /** Of one size, of one probe: more of them would tell little more. */
    private static final int RINGS = 20;
    /** From so many of each probe on, a few hundred probes tell within a factor of two or three what a threshold of a ring buys. */
    private static final int RINGS_OF_FEW = 12;
    /** Nobody looks into more at once, and a gallery of noise has no end of them. */
    private static final int MOST_DUPLICATES = 1_000;

    private final ImpostorSource source;
    private final RandomGenerator random;
    private final Runnable pause;

    /** @param pause is run after each probe: may wait, and ends the survey if it throws */
    public ImpostorSurvey(ImpostorSource source, RandomGenerator random, Runnable pause) {
        this.source = source;
        this.random = random;
        this.pause = pause;
    }

    /**
     * What the enrolment guard takes for one person.
     *
     * @param least the least threshold with which it judged: of those who reach it some were not enrolled, so none of them is an impostor
     * @param now its present threshold: who reaches this would not be enrolled
     */
    public record Guard(float least, float now) {}

    /**
     * What a survey found.
     *
     * @param thresholds by ring size, the gallery's last
     */
    public record Found(List<RingThreshold> thresholds, int probes, Set<Duplicate> duplicates) {
        public Found {
            thresholds = List.copyOf(thresholds);
            duplicates = Set.copyOf(duplicates);
        }

        /** Empty if there was too little to measure anything. */
        public Optional<ThresholdCurve> curve() {
            return curve(RingThreshold::threshold);
        }

        /**
         * What few probes are believed: never less than the start, and more only as far as the data show that it buys too much. But for a
         * ring of which each probe met several, the threshold is measured, and may be lower.
         */
        public Optional<ThresholdCurve> cautiousCurve(ThresholdCurve start) {
            return curve(ring -> {
                float cautious = Math.max(ring.least(), start.at(ring.ringSize()));
                boolean isMeasured = ring.ringSize() * RINGS_OF_FEW <= probes;
                return isMeasured ? Math.min(ring.threshold(), cautious) : cautious;
            });
        }

        private Optional<ThresholdCurve> curve(Function<RingThreshold, Float> threshold) {
            return thresholds.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ThresholdCurve(
                            thresholds.stream().collect(Collectors.toMap(RingThreshold::ringSize, threshold))));
        }
    }

    /** What the comparisons of one survey show. */
    private record Seen(List<RingMaxima> rings, RingMaxima whole, Set<Duplicate> duplicates) {}

    /** Finds the thresholds that buy an FPIR, and who looks like one person under two ids. */
    public Found survey(double fpir, Guard guard) {
        int all = source.subjects() - 1;
        List<SubjectId> sample = source.sample(PROBES, random);
        var wanted = new ArrayList<RingMaxima>();
        for (int size : RING_SIZES) {
            if (size < all) {
                wanted.add(new RingMaxima(size));
            }
        }
        var whole = new RingMaxima(Math.max(1, all));
        var seen = new Seen(wanted, whole, new HashSet<>());
        int blocks = Math.ceilDiv(sample.size(), BLOCK);
        for (int i = 0; i < blocks; i++) {
            int from = (int) ((long) sample.size() * i / blocks);
            int to = (int) ((long) sample.size() * (i + 1) / blocks);
            List<Surveyed> block = block(sample.subList(from, to));
            try {
                compare(block, seen, guard);
            } finally {
                block.forEach(Surveyed::wipe);
            }
        }
        double doubledInWhole = Math.min(1, (double) sample.size() / Math.max(1, all));
        List<RingThreshold> thresholds = new ArrayList<>();
        if (whole.probes() < LEAST_PROBES) {
            return new Found(thresholds, whole.probes(), seen.duplicates());
        }
        for (RingMaxima maxima : wanted) {
            threshold(maxima, fpir, guard, 1).ifPresent(thresholds::add);
        }
        threshold(whole, fpir, guard, doubledInWhole).ifPresent(thresholds::add);
        return new Found(thresholds, whole.probes(), seen.duplicates());
    }

    private static Optional<RingThreshold> threshold(RingMaxima maxima, double fpir, Guard guard, double doubled) {
        return ImpostorTail.fit(maxima, guard.least(), doubled, fpir).map(tail -> tail.at(maxima.ringSize(), fpir));
    }

    /** A subject of a block. */
    private record Surveyed(SubjectId subject, List<Embedding> templates, Set<SubjectId> lookAlikes) {
        boolean hasSeveral() {
            return templates.size() > 1;
        }

        /** What a presentation of one frame is. */
        Probe one(RandomGenerator random) {
            return new Probe(templates.get(random.nextInt(templates.size())).copy());
        }

        /** Tells best who is the same person. */
        Probe fused() {
            float[] sum = new float[templates.getFirst().dimension()];
            for (Embedding template : templates) {
                float[] values = template.values();
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += values[i];
                }
            }
            return new Probe(Embedding.normalised(sum));
        }

        void wipe() {
            templates.forEach(Embedding::wipe);
        }
    }

    private List<Surveyed> block(List<SubjectId> subjects) {
        Map<SubjectId, List<Embedding>> templates = source.templates(subjects);
        return subjects.stream()
                .filter(templates::containsKey)
                .map(one -> new Surveyed(one, Objects.requireNonNull(templates.get(one)), source.lookAlikesOf(one)))
                .toList();
    }

    private void compare(List<Surveyed> block, Seen seen, Guard guard) {
        for (int i = 0; i < block.size(); i++) {
            Surveyed one = block.get(i);
            Probe fused = one.fused();
            Probe probe = one.one(random);
            CandidateList similar = source.mostSimilar(fused);
            Set<SubjectId> same = samePerson(one, similar, seen, guard);
            float[] similarities = similarities(fused, probe, block, i, guard.least());
            seen.rings().forEach(maxima -> addRings(maxima, similarities));
            // Of one template both probes are the same.
            CandidateList toProbe = one.hasSeveral() ? source.mostSimilar(probe) : similar;
            toProbe.candidates().stream()
                    .filter(found -> found.similarity() < guard.least() && !same.contains(found.subject()))
                    .findFirst()
                    .ifPresent(best -> seen.whole().add(best.similarity()));
            fused.embedding().wipe();
            probe.embedding().wipe();
            pause.run();
        }
    }

    /** Who is taken for the same person: by the guard, by an operator's word, or because they are it. */
    private static Set<SubjectId> samePerson(Surveyed one, CandidateList similar, Seen seen, Guard guard) {
        Set<SubjectId> same = new HashSet<>(one.lookAlikes());
        same.add(one.subject());
        for (Candidate found : similar.candidates()) {
            if (found.similarity() >= guard.least() && same.add(found.subject())) {
                boolean isDuplicate =
                        found.similarity() >= guard.now() && seen.duplicates().size() < MOST_DUPLICATES;
                if (isDuplicate) {
                    seen.duplicates().add(new Duplicate(one.subject(), found.subject()));
                }
            }
        }
        return same;
    }

    /** To each of the others in the block, from the next one round to the one before: another order for each probe. */
    private static float[] similarities(Probe fused, Probe probe, List<Surveyed> block, int own, float least) {
        Surveyed one = block.get(own);
        float[] found = new float[block.size()];
        int n = 0;
        for (int i = 1; i < block.size(); i++) {
            Surveyed other = block.get((own + i) % block.size());
            float best = best(probe, other);
            boolean same = best >= least
                    || (one.hasSeveral() && best(fused, other) >= least)
                    || one.lookAlikes().contains(other.subject());
            if (!same) {
                found[n++] = best;
            }
        }
        return Arrays.copyOf(found, n);
    }

    private static float best(Probe probe, Surveyed other) {
        float best = -1;
        for (Embedding template : other.templates()) {
            best = Math.max(best, probe.embedding().similarityTo(template));
        }
        return best;
    }

    private static void addRings(RingMaxima maxima, float[] similarities) {
        int size = maxima.ringSize();
        float[] found = new float[Math.min(RINGS, similarities.length / size)];
        for (int ring = 0; ring < found.length; ring++) {
            float best = -1;
            for (int i = ring * size; i < (ring + 1) * size; i++) {
                best = Math.max(best, similarities[i]);
            }
            found[ring] = best;
        }
        if (found.length > 0) {
            maxima.add(found);
        }
    }

    @Override
    public String toString() {
        return "ImpostorSurvey[" + source.subjects() + " subjects]";
    }
}
