package dev.stead.matcher.domain.repeat;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/**
 * The sketches of the captures that identified one subject, the oldest first: of {@link #MEMORY}, and at most {@value #MOST}. Immutable.
 */
public final class CaptureHistory {
    public static final CaptureHistory EMPTY = new CaptureHistory(new long[0], new long[0]);
    public static final Duration MEMORY = Duration.ofDays(30);
    static final int MOST = 256;

    /** In bits: 2.8 degrees. Even the frames of one presentation of a person are 5.9 degrees apart and more (ADR 22). */
    static final int CLOSE = 8;

    /** Pairs of the newest are looked at for lines, if they are 11 degrees apart: of two that nearly coincide any third is on a line. */
    private static final int PAIRED = 64;

    private static final int APART = 32;

    private static final int WORDS = CaptureSketch.WORDS;

    private final long[] sketches;
    private final long[] seconds;

    private CaptureHistory(long[] sketches, long[] seconds) {
        this.sketches = sketches;
        this.seconds = seconds;
    }

    public int size() {
        return seconds.length;
    }

    Repetition repetitionOf(CaptureSketch sketch, Instant now) {
        int first = firstAfter(now.minus(MEMORY));
        int[] distances = new int[size()];
        int nearest = Integer.MAX_VALUE;
        for (int i = first; i < distances.length; i++) {
            distances[i] = sketch.distanceTo(sketches, WORDS * i);
            nearest = Math.min(nearest, distances[i]);
        }
        if (nearest == 0) {
            return Repetition.REPEAT;
        }
        return nearest <= CLOSE || isOnALine(distances, Math.max(first, size() - PAIRED))
                ? Repetition.FAMILY
                : Repetition.NONE;
    }

    /** Whether it is on a great circle with two others. */
    private boolean isOnALine(int[] distances, int first) {
        for (int i = first; i < distances.length; i++) {
            for (int j = first; j < i; j++) {
                int apart = CaptureSketch.distance(sketches, WORDS * i, WORDS * j);
                if (apart >= APART && isALine(distances[i], distances[j], apart)) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether the longest way is the sum of the others. A plane that does not part the ends of an arc does not part them from a point on
     * it either, so that on a line this is exact, and not only for many bits; one bit is for rounding.
     */
    private static boolean isALine(int one, int other, int third) {
        int longest = Math.max(one, Math.max(other, third));
        return one + other + third - 2 * longest <= 2;
    }

    /** With these besides, and without what is too old or too much. */
    public CaptureHistory with(List<CaptureSketch> more, Instant now) {
        int all = size() + more.size();
        int first = Math.max(firstAfter(now.minus(MEMORY)), all - MOST);
        int kept = Math.max(0, size() - first);
        long[] words = Arrays.copyOf(
                Arrays.copyOfRange(sketches, WORDS * (size() - kept), WORDS * size()), WORDS * (kept + more.size()));
        long[] times = Arrays.copyOf(Arrays.copyOfRange(seconds, size() - kept, size()), kept + more.size());
        for (int i = 0; i < more.size(); i++) {
            more.get(i).copyTo(words, WORDS * (kept + i));
            times[kept + i] = now.getEpochSecond();
        }
        return new CaptureHistory(words, times);
    }

    private int firstAfter(Instant time) {
        int first = 0;
        while (first < seconds.length && seconds[first] < time.getEpochSecond()) {
            first++;
        }
        return first;
    }

    @Override
    public String toString() {
        return "CaptureHistory[" + size() + " sketches]";
    }
}
