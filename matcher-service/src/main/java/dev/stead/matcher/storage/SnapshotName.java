package dev.stead.matcher.storage;

import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.index.SnapshotException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** What a snapshot is of: the header of its file, and what its sections are bound to. */
record SnapshotName(String gallery, String model, int dimension, UUID id) {
    static SnapshotName fresh(GalleryConfig config) {
        return new SnapshotName(config.id().value(), config.model().value(), config.dimension(), UUID.randomUUID());
    }

    byte[] header() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** Refuses the snapshot of another gallery, model or dimension. */
    static SnapshotName read(byte[] header, GalleryConfig config) throws SnapshotException {
        String[] lines = new String(header, StandardCharsets.UTF_8).split("\n", -1);
        try {
            if (lines.length == 4) {
                var name = new SnapshotName(lines[0], lines[1], Integer.parseInt(lines[2]), UUID.fromString(lines[3]));
                var wanted =
                        new SnapshotName(config.id().value(), config.model().value(), config.dimension(), name.id);
                if (!name.equals(wanted)) {
                    throw new SnapshotException("it is of gallery " + name.gallery + ", model " + name.model + ", "
                            + name.dimension + " dimensions");
                }
                return name;
            }
        } catch (IllegalArgumentException e) {
            throw new SnapshotException("its header names nothing known");
        }
        throw new SnapshotException("its header names nothing known");
    }

    /** What a section is sealed with. */
    String bound(int section) {
        return "stead:snapshot\n" + text() + "\n" + section;
    }

    private String text() {
        return gallery + "\n" + model + "\n" + dimension + "\n" + id;
    }
}
