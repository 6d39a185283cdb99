package dev.stead.benchmarks.accuracy;

import dev.stead.benchmarks.accuracy.Trials.Trial;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Who presents what where.
 *
 * @param mated by those who are enrolled, in the gallery and in the ring with which they are compared
 * @param nonMated by those who are in neither
 */
record TrialPlan(List<Trial> mated, List<Trial> nonMated) {
    /** With how many rings a stranger's presentation is compared: more would tell little more. */
    private static final int RINGS_EACH = 20;

    TrialPlan {
        mated = List.copyOf(mated);
        nonMated = List.copyOf(nonMated);
    }

    /**
     * What is planned.
     *
     * @param frames of each presentation
     * @param most presentations of either kind
     */
    record Size(int frames, int most, long seed) {}

    /** Everybody of both galleries is compared with. */
    static TrialPlan ofAll(TestCrew crew, List<TestSubject> enrolled, Size size) {
        List<Trial> mated = new ArrayList<>();
        for (TestSubject one : matedOf(enrolled)) {
            for (List<Integer> frames : one.presentations(size.frames)) {
                mated.add(atOneOfAll(mated.size(), one.half(), one, frames));
            }
        }
        List<Trial> nonMated = new ArrayList<>();
        for (TestSubject one : crew.subjects()) {
            for (List<Integer> frames : one.presentations(size.frames)) {
                nonMated.add(atOneOfAll(nonMated.size(), other(one), one, frames));
            }
        }
        return new TrialPlan(some(mated, size), some(nonMated, size));
    }

    private static Trial atOneOfAll(int number, int half, TestSubject person, List<Integer> frames) {
        String terminal = MatcherUnderTest.terminalOfAll(number % MatcherUnderTest.TERMINALS_OF_ALL);
        return new Trial(terminal, half, person, frames);
    }

    /** @param rings one for each half */
    static TrialPlan ofRings(TestCrew crew, List<RingPartition> rings, Size size) {
        List<Trial> mated = new ArrayList<>();
        for (RingPartition partition : rings) {
            for (int ring = 0; ring < partition.rings().size(); ring++) {
                for (TestSubject one : matedOf(partition.rings().get(ring))) {
                    for (List<Integer> frames : one.presentations(size.frames)) {
                        mated.add(new Trial(partition.terminal(ring), partition.half(), one, frames));
                    }
                }
            }
        }
        return new TrialPlan(some(mated, size), strangersAtRings(crew, rings, size));
    }

    /** Each at one ring, then each at a second one, and so on. */
    private static List<Trial> strangersAtRings(TestCrew crew, List<RingPartition> rings, Size size) {
        List<Trial> atFirst = new ArrayList<>();
        for (TestSubject one : crew.subjects()) {
            for (List<Integer> frames : one.presentations(size.frames)) {
                atFirst.add(new Trial("", other(one), one, frames));
            }
        }
        Random random = new Random(size.seed);
        Collections.shuffle(atFirst, random);
        int[] first = random.ints(atFirst.size(), 0, Integer.MAX_VALUE).toArray();
        List<Trial> all = new ArrayList<>();
        for (int round = 0; round < RINGS_EACH; round++) {
            for (int i = 0; i < atFirst.size() && all.size() < size.most; i++) {
                Trial one = atFirst.get(i);
                RingPartition partition = rings.get(one.half());
                int count = partition.rings().size();
                if (round < count) {
                    String terminal = partition.terminal((first[i] % count + round) % count);
                    all.add(new Trial(terminal, one.half(), one.person(), one.frames()));
                }
            }
        }
        return all;
    }

    private static List<TestSubject> matedOf(List<TestSubject> subjects) {
        return subjects.stream().filter(TestSubject::mated).toList();
    }

    private static int other(TestSubject subject) {
        return 1 - subject.half();
    }

    private static List<Trial> some(List<Trial> trials, Size size) {
        List<Trial> shuffled = new ArrayList<>(trials);
        Collections.shuffle(shuffled, new Random(size.seed));
        return shuffled.subList(0, Math.min(size.most, shuffled.size()));
    }
}
