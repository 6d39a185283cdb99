package dev.stead.matcher.index;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The coordinates in which an engine keeps its vectors: an orthonormal rotation whose first components, the <em>head</em>, hold nearly
 * everything in which vectors differ, and whose other components, the <em>tail</em>, hold the small rest. A rotation leaves inner products
 * unchanged.
 *
 * <p>Both parts are padded with zeros to a multiple of {@link Kernels#STEP}. Immutable. Thread-safe. Owns its matrix, which the garbage
 * collector frees.
 */
final class Space {
    private final int dimension;
    private final int headRows;
    private final int head;
    private final int tail;
    private final int sketched;
    private final float tailEnergy;
    private final MemorySegment matrix;

    /**
     * @param basis orthonormal rows of {@code dimension} floats: first those of the head, then those of the tail
     * @param sketched how many of the head's first components, padding included, hold nearly all of it
     * @param tailEnergy the mean share of a vector's square that lies in the tail
     */
    Space(float[][] basis, int headRows, int sketched, float tailEnergy) {
        this.dimension = basis.length;
        this.headRows = headRows;
        this.head = padded(headRows);
        this.tail = padded(dimension - headRows);
        this.sketched = sketched;
        this.tailEnergy = tailEnergy;
        this.matrix = Arena.ofAuto().allocate((long) dimension * dimension * Float.BYTES, 64);
        for (int row = 0; row < dimension; row++) {
            MemorySegment.copy(
                    MemorySegment.ofArray(basis[row]),
                    0,
                    matrix,
                    (long) row * dimension * Float.BYTES,
                    (long) dimension * Float.BYTES);
        }
    }

    static int padded(int rows) {
        return (rows + Kernels.STEP - 1) / Kernels.STEP * Kernels.STEP;
    }

    int dimension() {
        return dimension;
    }

    /** Components of the head, padding included. */
    int head() {
        return head;
    }

    /** Components of the tail, padding included. */
    int tail() {
        return tail;
    }

    /** The first components of the head, of which sketches are made: a multiple of {@link Kernels#STEP}. */
    int sketched() {
        return sketched;
    }

    float tailEnergy() {
        return tailEnergy;
    }

    int savedBytes() {
        return 4 * Integer.BYTES + dimension * dimension * Float.BYTES;
    }

    void save(ByteBuffer into) {
        into.putInt(dimension).putInt(headRows).putInt(sketched).putFloat(tailEnergy);
        into.put(matrix.asByteBuffer());
    }

    /** @throws SnapshotException if what was saved has another dimension, or is no rotation */
    static Space restore(ByteBuffer from, int dimension) throws SnapshotException {
        int saved = from.getInt();
        if (saved != dimension) {
            throw new SnapshotException("it has " + saved + " dimensions, this index " + dimension);
        }
        int headRows = from.getInt();
        int sketched = from.getInt();
        float tailEnergy = from.getFloat();
        if (headRows < 1 || headRows > dimension || !(tailEnergy >= 0 && tailEnergy <= 1)) {
            throw new SnapshotException("its space has a head of " + headRows + " of " + dimension);
        }
        if (sketched < Kernels.STEP || sketched > padded(headRows) || sketched % Kernels.STEP != 0) {
            throw new SnapshotException("its space has " + sketched + " sketched components of " + headRows);
        }
        float[][] basis = new float[dimension][dimension];
        for (float[] row : basis) {
            double square = 0;
            for (int i = 0; i < dimension; i++) {
                row[i] = from.getFloat();
                square += row[i] * row[i];
            }
            if (!(Math.abs(square - 1) < 1e-3)) {
                throw new SnapshotException("its space is no rotation");
            }
        }
        return new Space(basis, headRows, sketched, tailEnergy);
    }

    void rotateHead(Kernels kernels, float[] vector, float[] rotated) {
        kernels.project(vector, matrix, 0, rotated, 0, headRows);
    }

    void rotateTail(Kernels kernels, float[] vector, float[] rotated) {
        kernels.project(vector, matrix, (long) headRows * dimension * Float.BYTES, rotated, head, dimension - headRows);
    }

    /** Rotates a vector back. */
    void unrotate(Kernels kernels, float[] rotated, float[] vector) {
        Arrays.fill(vector, 0);
        kernels.addRows(rotated, 0, matrix, 0, vector, headRows);
        kernels.addRows(rotated, head, matrix, (long) headRows * dimension * Float.BYTES, vector, dimension - headRows);
    }

    @Override
    public String toString() {
        return "Space[" + headRows + " of " + dimension + " components in the head]";
    }
}
