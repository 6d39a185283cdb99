package dev.stead.matcher.index;

import java.io.IOException;

/** A snapshot that cannot be used, and why: damaged, of another version, or of something else. The index is then rebuilt. */
public final class SnapshotException extends IOException {
    private static final long serialVersionUID = 1;

    public SnapshotException(String reason) {
        super(reason);
    }
}
