package dev.stead.matcher.storage;

import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.index.SnapshotException;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Which snapshot it is, and of what: the header of its file, to which its sections are bound. */
record SnapshotName(String gallery, String model, int dimension, UUID id) {
    static SnapshotName fresh(GalleryConfig config) {
        return new SnapshotName(config.id().value(), config.model().value(), config.dimension(), UUID.randomUUID());
    }

    byte[] header() {
        return text().getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a header; refuses a snapshot of another gallery, model or dimension. */
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
            throw new SnapshotException("its header is not that of a snapshot");
        }
        throw new SnapshotException("its header is not that of a snapshot");
    }

    /** What a section is bound to when it is sealed. */
    String bound(int section) {
        return "stead:snapshot\n" + text() + "\n" + section;
    }

    private String text() {
        return gallery + "\n" + model + "\n" + dimension + "\n" + id;
    }
}
