package dev.stead.matcher.storage;

import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.index.Restoration;
import dev.stead.matcher.index.Snapshot;
import dev.stead.matcher.index.SnapshotException;
import dev.stead.matcher.index.SnapshotFile;
import dev.stead.matcher.index.SteadIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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

    private final GalleryConfig rules;
    private final TemplateStore store;
    private final Path file;

    GallerySnapshot(GalleryConfig rules, TemplateStore store, Path folder) {
        this.rules = rules;
        this.store = store;
        this.file = folder.resolve(rules.id().value() + ".snapshot");
    }

    boolean exists() {
        return Files.exists(file);
    }

    /** A snapshot that was begun: what must be taken at one moment, before the next change. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never kept
    record Begun(SnapshotName name, Snapshot snapshot, SegmentKey[] keys, long[] templates) {}

    /** Stores the keys; no change may run beside this, nor between this and the look at the ids. */
    Begun begin(Snapshot snapshot, long[] templates) {
        var name = SnapshotName.fresh(rules);
        return new Begun(name, snapshot, store.createKeys(rules.id(), name, 1 + snapshot.segments()), templates);
    }

    /** Writes the file beside searches and changes, then makes all older ones unreadable. */
    void write(Begun begun) throws IOException {
        SnapshotFile.write(
                file,
                begun.name.header(),
                begun.keys.length,
                section -> begun.keys[section].seal(plain(begun, section), begun.name.bound(section)));
        store.keepOnly(rules.id(), begun.name.id().toString());
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

    /** What was restored, by ordinal, and what the table has besides. */
    @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next, never kept
    record Restored(TemplateRow.@Nullable Name[] names, Map<UUID, TemplateRow.Name> missing) {}

    /**
     * Fills an empty index with those rows of the file whose templates are in the table.
     *
     * @throws SnapshotException if the file is refused; the index is still empty then
     */
    Restored restore(SteadIndex index) throws IOException {
        try (SnapshotFile saved = SnapshotFile.open(file)) {
            var name = SnapshotName.read(saved.header(), rules);
            @Nullable SegmentKey[] keys = withoutLastNulls(store.keysOf(rules.id(), name, saved.sections()));
            if (keys.length == 0 || keys[0] == null) {
                throw new SnapshotException("its keys were destroyed: it is not the last that was written");
            }
            byte[] common = keys[0].open(saved.section(0), name.bound(0));
            Map<UUID, TemplateRow.Name> table = new HashMap<>();
            store.forEachName(rules.id(), one -> table.put(one.template(), one));
            TemplateRow.@Nullable Name[] names = new TemplateRow.Name[(keys.length - 1) * Snapshot.SEGMENT_ROWS];
            try (Restoration restoration = index.restore(common, keys.length - 1)) {
                inParallel(keys.length, section -> {
                    SegmentKey key = keys[section];
                    if (key != null) {
                        byte[] plain = key.open(saved.section(section), name.bound(section));
                        add(restoration, section - 1, plain, table, names);
                    }
                });
                restoration.finish();
                for (int ordinal = 0; ordinal < names.length; ordinal++) {
                    TemplateRow.Name owner = restoration.has(ordinal) ? names[ordinal] : null;
                    names[ordinal] = owner == null ? null : table.remove(owner.template());
                }
            }
            store.keepOnly(rules.id(), name.id().toString());
            return new Restored(names, table);
        }
    }

    /** A section without a key is not read; and memory for what a file claims to hold is taken only as far as the database knows of it. */
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
            Map<UUID, TemplateRow.Name> table,
            TemplateRow.@Nullable Name[] names)
            throws SnapshotException {
        if (plain.length < IDS_BYTES) {
            throw new SnapshotException("segment " + segment + " is cut off");
        }
        ByteBuffer ids = ByteBuffer.wrap(plain);
        int first = segment * Snapshot.SEGMENT_ROWS;
        for (int i = 0; i < Snapshot.SEGMENT_ROWS; i++) {
            names[first + i] = table.get(new UUID(ids.getLong(), ids.getLong()));
        }
        restoration.add(segment, Arrays.copyOfRange(plain, IDS_BYTES, plain.length), ordinal -> names[ordinal] != null);
    }

    private interface Opening {
        void of(int section) throws SnapshotException;
    }

    private static void inParallel(int sections, Opening opening) throws SnapshotException {
        var refused = new AtomicReference<@Nullable SnapshotException>();
        IntStream.range(1, sections).parallel().forEach(section -> {
            try {
                if (refused.get() == null) {
                    opening.of(section);
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
