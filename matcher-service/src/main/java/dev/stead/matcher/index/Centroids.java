package dev.stead.matcher.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/**
 * The means of the partitions, coded in bytes. The inner product of a probe with a mean is the probe's average similarity to that
 * partition's rows. Immutable. Thread-safe. The garbage collector frees its memory.
 */
final class Centroids {
    private final int count;
    private final int head;
    private final MemorySegment codes;
    private final float[] scales;
    private final float[] halfSquares;
    private final float[] averages;
    private final float[] variances;

    /** @param means {@code count x head} floats, row by row */
    Centroids(float[] means, int head) {
        this(means.length / head, head);
        for (int c = 0; c < count; c++) {
            float greatest = 1e-9f;
            for (int i = 0; i < head; i++) {
                greatest = Math.max(greatest, Math.abs(means[c * head + i]));
            }
            scales[c] = greatest / Byte.MAX_VALUE;
            for (int i = 0; i < head; i++) {
                byte code = (byte) Math.round(means[c * head + i] / scales[c]);
                codes.set(ValueLayout.JAVA_BYTE, (long) c * head + i, code);
            }
        }
        derive();
    }

    private Centroids(ByteBuffer from, int count, int head) throws SnapshotException {
        this(count, head);
        byte[] mean = new byte[head];
        for (int c = 0; c < count; c++) {
            scales[c] = from.getFloat();
            if (!(scales[c] > 0 && scales[c] <= 1)) {
                throw new SnapshotException("a mean is out of range");
            }
            from.get(mean);
            MemorySegment.copy(mean, 0, codes, ValueLayout.JAVA_BYTE, (long) c * head, head);
        }
        derive();
    }

    private Centroids(int count, int head) {
        this.count = count;
        this.head = head;
        this.codes = Arena.ofAuto().allocate((long) count * head + Kernels.STEP, 64);
        this.scales = new float[count];
        this.halfSquares = new float[count];
        this.averages = new float[head];
        this.variances = new float[head];
    }

    /** Computes what follows from the codes and their scales. */
    private void derive() {
        float[] mean = new float[head];
        for (int c = 0; c < count; c++) {
            decode(c, mean);
            for (int i = 0; i < head; i++) {
                halfSquares[c] += mean[i] * mean[i] / 2;
                averages[i] += mean[i] / count;
                variances[i] += mean[i] * mean[i] / count;
            }
        }
        for (int i = 0; i < head; i++) {
            variances[i] = Math.max(0, variances[i] - averages[i] * averages[i]);
        }
    }

    int savedBytes() {
        return 2 * Integer.BYTES + count * (Float.BYTES + head);
    }

    void save(ByteBuffer into) {
        into.putInt(count).putInt(head);
        for (int c = 0; c < count; c++) {
            into.putFloat(scales[c]);
            into.put(codes.asSlice((long) c * head, head).asByteBuffer());
        }
    }

    static Centroids restore(ByteBuffer from, int head) throws SnapshotException {
        int count = from.getInt();
        int saved = from.getInt();
        if (saved != head || count < 1 || (long) count * (Float.BYTES + head) > from.remaining()) {
            throw new SnapshotException("its means do not fit its space");
        }
        return new Centroids(from, count, head);
    }

    int count() {
        return count;
    }

    int head() {
        return head;
    }

    /** Inner product of a head with a mean. */
    float similarity(Kernels kernels, float[] rotated, int centroid) {
        return scales[centroid] * kernels.codeDot(rotated, 0, codes, (long) centroid * head, head);
    }

    /** {@link #similarity} to each of the first {@code count} of {@code some} means, into the same positions. */
    void similarities(Kernels kernels, float[] rotated, int[] some, int count, float[] similarities) {
        kernels.codeDots(rotated, codes, head, some, count, similarities);
        for (int i = 0; i < count; i++) {
            similarities[i] *= scales[some[i]];
        }
    }

    /** The average of {@link #similarity} over all means. */
    float typicalSimilarity(float[] rotated) {
        float sum = 0;
        for (int i = 0; i < head; i++) {
            sum += rotated[i] * averages[i];
        }
        return sum;
    }

    /** The standard deviation of {@link #similarity} over all means, as if their components were uncorrelated. */
    float spread(float[] rotated) {
        float sum = 0;
        for (int i = 0; i < head; i++) {
            sum += rotated[i] * rotated[i] * variances[i];
        }
        return (float) Math.sqrt(sum);
    }

    /** Greater for a nearer mean: the order of the Euclidean distances, which decides where a row belongs. */
    float closeness(Kernels kernels, float[] rotated, int centroid) {
        return similarity(kernels, rotated, centroid) - halfSquares[centroid];
    }

    /** Decodes a mean. */
    void decode(int centroid, float[] mean) {
        for (int i = 0; i < head; i++) {
            mean[i] = scales[centroid] * codes.get(ValueLayout.JAVA_BYTE, (long) centroid * head + i);
        }
    }

    /** Subtracts a partition's mean from a head. */
    void residual(float[] rotated, int centroid, float[] residual) {
        for (int i = 0; i < head; i++) {
            residual[i] = rotated[i] - scales[centroid] * codes.get(ValueLayout.JAVA_BYTE, (long) centroid * head + i);
        }
    }
}
