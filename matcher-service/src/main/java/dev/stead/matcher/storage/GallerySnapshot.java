package dev.stead.matcher.storage;

import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.index.Restoration;
import dev.stead.matcher.index.Snapshot;
import dev.stead.matcher.index.SnapshotException;
import dev.stead.matcher.index.SnapshotFile;
import dev.stead.matcher.index.Snapshottable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The snapshot file of one gallery. Section 0 is the index's common piece, each other a segment: the ids of its templates, then its rows.
 * Each is sealed under a key of its own, which is in the database. Who the templates belong to is in the table alone.
 */
final class GallerySnapshot {
    private static final int ID_BYTES = 2 * Long.BYTES;
    private static final int IDS_BYTES = Snapshot.SEGMENT_ROWS * ID_BYTES;

    private final GalleryConfig config;
    private final TemplateStore store;
    private final Snapshottable index;
    private final Path file;

    private volatile long writtenEpoch;
    private volatile int writtenArrangements;

    GallerySnapshot(GalleryConfig config, TemplateStore store, Path folder, Snapshottable index) {
        this.config = config;
        this.store = store;
        this.index = index;
        this.file = folder.resolve(config.id().value() + ".snapshot");
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** Whether the index was rearranged since it was last written, or if the interval is over, changed at all. */
    boolean isDue(boolean intervalOver) {
        return index.arrangements() != writtenArrangements || (intervalOver && index.epoch() != writtenEpoch);
    }

    /** A snapshot that was begun: what must be taken at one moment, between two changes. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never kept
    record Begun(
            SnapshotName name, Snapshot snapshot, SegmentKey[] keys, long[] templates, long epoch, int arrangements) {}

    /**
     * Begins a snapshot and stores its keys. No change may run between the look at the templates and the end of this.
     *
     * @param templates their ids by ordinal, as two longs each
     * @return empty while the index is too small to be saved
     */
    Optional<Begun> begin(long[] templates) {
        long epoch = index.epoch();
        int arrangements = index.arrangements();
        return index.snapshot().map(taken -> {
            var name = SnapshotName.fresh(config);
            SegmentKey[] keys = store.createKeys(config.id(), name, 1 + taken.segments());
            return new Begun(name, taken, keys, templates, epoch, arrangements);
        });
    }

    /** Writes the file while searches and changes go on, then makes all older ones unreadable. One at a time. */
    void write(Begun begun) throws IOException {
        SnapshotFile.write(
                file,
                begun.name.header(),
                begun.keys.length,
                section -> begun.keys[section].seal(plain(begun, section), begun.name.bound(section)));
        store.keepOnly(config.id(), begun.name.id().toString());
        writtenEpoch = begun.epoch;
        writtenArrangements = begun.arrangements;
    }

    private static byte[] plain(Begun begun, int section) {
        if (section == 0) {
            return begun.snapshot.common();
        }
        byte[] rows = begun.snapshot.segment(section - 1);
        ByteBuffer plain = ByteBuffer.allocate(IDS_BYTES + rows.length);
        int from = (section - 1) * 2 * Snapshot.SEGMENT_ROWS;
        for (int i = from; i < from + 2 * Snapshot.SEGMENT_ROWS; i++) {
            plain.putLong(i < begun.templates.length ? begun.templates[i] : 0);
        }
        return plain.put(rows).array();
    }

    /** The templates that were restored, by ordinal, and those that are only in the table. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never kept
    record Restored(TemplateRow.@Nullable Ref[] refs, Map<UUID, TemplateRow.Ref> missing) {}

    /**
     * Fills the index, which must be empty, with those rows of the file whose templates are in the table.
     *
     * @throws SnapshotException if the file is refused; the index is still empty then
     */
    Restored restore() throws IOException {
        try (SnapshotFile saved = SnapshotFile.open(file)) {
            var name = SnapshotName.read(saved.header(), config);
            @Nullable SegmentKey[] keys = withoutLastNulls(store.keysOf(config.id(), name, saved.sections()));
            if (keys.length == 0 || keys[0] == null) {
                throw new SnapshotException("its keys were destroyed: a later snapshot was written");
            }
            byte[] common = keys[0].open(saved.section(0), name.bound(0));
            Map<UUID, TemplateRow.Ref> table = new HashMap<>();
            store.forEachRef(config.id(), one -> table.put(one.template(), one));
            TemplateRow.@Nullable Ref[] refs = new TemplateRow.Ref[(keys.length - 1) * Snapshot.SEGMENT_ROWS];
            try (Restoration restoration = index.restore(common, keys.length - 1)) {
                inParallel(keys.length, section -> {
                    SegmentKey key = keys[section];
                    if (key != null) {
                        byte[] plain = key.open(saved.section(section), name.bound(section));
                        add(restoration, section - 1, plain, table, refs);
                    }
                });
                restoration.finish();
                for (int ordinal = 0; ordinal < refs.length; ordinal++) {
                    TemplateRow.Ref owner = restoration.has(ordinal) ? refs[ordinal] : null;
                    refs[ordinal] = owner == null ? null : table.remove(owner.template());
                }
            }
            store.keepOnly(config.id(), name.id().toString());
            return new Restored(refs, table);
        }
    }

    /** A section without a key is not read, and memory is allocated only for what the database knows, whatever the file claims to hold. */
    private static @Nullable SegmentKey[] withoutLastNulls(@Nullable SegmentKey[] keys) {
        int count = keys.length;
        while (count > 0 && keys[count - 1] == null) {
            count--;
        }
        return Arrays.copyOf(keys, count);
    }

    private static void add(
            Restoration restoration,
            int segment,
            byte[] plain,
            Map<UUID, TemplateRow.Ref> table,
            TemplateRow.@Nullable Ref[] refs)
            throws SnapshotException {
        if (plain.length < IDS_BYTES) {
            throw new SnapshotException("segment " + segment + " is cut off");
        }
        ByteBuffer ids = ByteBuffer.wrap(plain);
        int first = segment * Snapshot.SEGMENT_ROWS;
        for (int i = 0; i < Snapshot.SEGMENT_ROWS; i++) {
            refs[first + i] = table.get(new UUID(ids.getLong(), ids.getLong()));
        }
        restoration.add(segment, Arrays.copyOfRange(plain, IDS_BYTES, plain.length), ordinal -> refs[ordinal] != null);
    }

    private interface SectionReader {
        void read(int section) throws SnapshotException;
    }

    private static void inParallel(int sections, SectionReader reader) throws SnapshotException {
        var refused = new AtomicReference<@Nullable SnapshotException>();
        IntStream.range(1, sections).parallel().forEach(section -> {
            try {
                if (refused.get() == null) {
                    reader.read(section);
                }
            } catch (SnapshotException e) {
                refused.set(e);
            }
        });
        SnapshotException first = refused.get();
        if (first != null) {
            throw first;
        }
    }
}
