package dev.stead.matcher.index;

import java.io.IOException;

/** A snapshot that is not used, and why: damaged, of another version, or of something else. The index is then built anew. */
public final class SnapshotException extends IOException {
    private static final long serialVersionUID = 1;

    public SnapshotException(String reason) {
        super(reason);
    }
}
