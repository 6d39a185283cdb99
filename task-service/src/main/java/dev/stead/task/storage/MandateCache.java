package dev.stead.task.storage;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.LoadingCache;
import dev.stead.task.contract.MandateTerms;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Objects;

/**
 * The terms of mandates by the bytes that hold them: a visit reads dozens of mandates, and most say the same. The bytes are the version, so
 * an entry is never stale. Thread-safe.
 */
final class MandateCache {
    /** The format of rows written by this version: {@link MandateTerms#toBytes}. */
    static final int FORMAT = 2;

    private static final int MOST = 10_000;

    final LoadingCache<ByteBuffer, MandateTerms> terms =
            Caffeine.newBuilder().maximumSize(MOST).recordStats().build(MandateTerms::parse);

    /**
     * Reads a row of tasks in whichever format it is. Only rows of {@link MandateFormat1} are parsed each time: none is left but those that
     * an older process wrote since this one started.
     *
     * @throws IllegalStateException with the reason if the row is damaged or of a newer format
     */
    MandateTerms read(ResultSet row) throws SQLException {
        int format = row.getInt("mandate_format");
        return switch (format) {
            case 1 -> MandateFormat1.read(row);
            case FORMAT -> terms.get(ByteBuffer.wrap(Objects.requireNonNull(row.getBytes("mandate"), "mandate")));
            default ->
                throw new IllegalStateException("a stored mandate cannot be read: it is of format " + format
                        + ", and this version reads up to " + FORMAT);
        };
    }
}
