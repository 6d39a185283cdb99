package dev.stead.benchmarks.accuracy;

import dev.stead.task.v1.Ring;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The enrolled of one gallery in rings of one size, at random; those that are left over are in none. Each ring is that of a terminal. A
 * ring in which nobody presents anything is left out.
 */
record RingPartition(int ringSize, int half, List<List<TestSubject>> rings) {
    RingPartition {
        rings = rings.stream().map(List::copyOf).toList();
    }

    static RingPartition of(List<TestSubject> enrolled, int ringSize, int half, long seed) {
        List<TestSubject> shuffled = new ArrayList<>(enrolled);
        Collections.shuffle(shuffled, new Random(seed + ringSize));
        List<List<TestSubject>> rings = new ArrayList<>();
        for (int from = 0; from + ringSize <= shuffled.size(); from += ringSize) {
            List<TestSubject> ring = shuffled.subList(from, from + ringSize);
            if (ring.stream().anyMatch(TestSubject::mated)) {
                rings.add(ring);
            }
        }
        return new RingPartition(ringSize, half, rings);
    }

    /** Whose the ring is. */
    String terminal(int ring) {
        return "ring-" + ringSize + "-" + half + "-" + ring;
    }

    /** As a task service publishes them. */
    List<Ring> messages() {
        List<Ring> messages = new ArrayList<>();
        for (int i = 0; i < rings.size(); i++) {
            messages.add(Ring.newBuilder()
                    .setRingId("terminal/" + terminal(i))
                    .addAllSubjectIds(rings.get(i).stream().map(TestSubject::id).toList())
                    .build());
        }
        return messages;
    }
}
