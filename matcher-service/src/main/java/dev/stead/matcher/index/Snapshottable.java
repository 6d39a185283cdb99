package dev.stead.matcher.index;

import java.util.Optional;

/** What an index offers whose content can be written to a file and read back. Thread-safe. */
public interface Snapshottable {
    /** Number of the last change, as {@link VectorIndex#epoch()}. */
    long epoch();

    /** How often the index has been rearranged since it was created: after each time a snapshot is worth more than the last one. */
    int arrangements();

    /** The content, to be copied while the index is searched and changed; empty while the index is too small to be arranged. */
    Optional<Snapshot> snapshot();

    /**
     * Begins to fill this index, which must be empty, from a snapshot's pieces.
     *
     * @param segments at most so many will be added
     * @throws SnapshotException if the common piece is not of this format or dimension
     */
    Restoration restore(byte[] common, int segments) throws SnapshotException;
}
