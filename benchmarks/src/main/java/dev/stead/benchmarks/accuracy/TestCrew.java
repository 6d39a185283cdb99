package dev.stead.benchmarks.accuracy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/**
 * All test subjects. Half of them are enrolled in one gallery and half in another, and each half is the strangers of the other: so
 * everybody tells of both kinds of errors.
 *
 * <p>Whoever has enough rows enrols some and presents others. Whoever has fewer enrols what there is, and presents the same to the gallery
 * in which they are not.
 */
record TestCrew(List<TestSubject> subjects) {
    static final int HALVES = 2;

    TestCrew {
        subjects = List.copyOf(subjects);
    }

    /**
     * Splits people and rows at random.
     *
     * @param templates the most that anybody enrols
     * @param frames the most that anybody presents at once
     */
    static TestCrew of(LabelledEmbeddings data, int templates, int frames, long seed) {
        Random random = new Random(seed);
        List<List<Integer>> people = new ArrayList<>(data.byPerson().values());
        Collections.shuffle(people, random);
        // Those with enough rows first, so that both halves have as many of them.
        people.sort(Comparator.comparing(rows -> rows.size() < templates + frames));
        List<TestSubject> subjects = new ArrayList<>();
        for (List<Integer> rows : people) {
            String id = "s-" + subjects.size();
            int half = subjects.size() % HALVES;
            List<List<Integer>> sessions = new ArrayList<>(data.bySession(rows));
            Collections.shuffle(sessions, random);
            subjects.add(
                    rows.size() < templates + frames
                            ? new TestSubject(
                                    id,
                                    half,
                                    sessions.stream()
                                            .map(List::getFirst)
                                            .limit(templates)
                                            .toList(),
                                    false,
                                    sessions(data, sessions))
                            : split(id, half, data, sessions, templates));
        }
        return new TestCrew(subjects);
    }

    /** Templates are of sessions of their own, the shortest ones: no frame is of the same moment as a template. */
    private static TestSubject split(
            String id, int half, LabelledEmbeddings data, List<List<Integer>> sessions, int templates) {
        sessions.sort(Comparator.comparingInt(List::size));
        int enrolled = Math.min(templates, sessions.size() - 1);
        return new TestSubject(
                id,
                half,
                sessions.subList(0, enrolled).stream().map(List::getFirst).toList(),
                true,
                sessions(data, sessions.subList(enrolled, sessions.size())));
    }

    /** Frames that may be presented together: where nothing is known of sessions, any. */
    private static List<List<Integer>> sessions(LabelledEmbeddings data, List<List<Integer>> captures) {
        return data.hasSessions()
                ? captures
                : List.of(captures.stream().flatMap(List::stream).toList());
    }

    List<TestSubject> half(int half) {
        return subjects.stream().filter(one -> one.half() == half).toList();
    }
}
