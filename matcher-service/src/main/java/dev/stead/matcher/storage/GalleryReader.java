package dev.stead.matcher.storage;

import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.ModelId;
import dev.stead.matcher.domain.SubjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/**
 * Reads templates of a gallery, ordered by enrolment, so that each data key is unwrapped only once. Whoever uses one copies what it keeps.
 * Not thread-safe.
 */
final class GalleryReader {
    static final int FETCH_ROWS = 500;

    private final TemplateKeys keys;
    private final GalleryId gallery;
    private final ModelId model;
    private TemplateRow.@Nullable Owner owner;
    private @Nullable SubjectKey key;

    GalleryReader(TemplateKeys keys, GalleryId gallery, ModelId model) {
        this.keys = keys;
        this.gallery = gallery;
        this.model = model;
    }

    void forEach(Handle handle, Consumer<TemplateRow> use) {
        read(handle.createQuery(query("AND t.held = 0")), use);
    }

    void forEachHeld(Handle handle, Consumer<TemplateRow> use) {
        read(handle.createQuery(query("AND t.held = 1")), use);
    }

    /** Reads only these templates, at most some hundreds. */
    void forEach(Handle handle, List<UUID> templates, Consumer<TemplateRow> use) {
        List<String> ids = templates.stream().map(UUID::toString).toList();
        read(handle.createQuery(query("AND t.template_id IN (<ids>)")).bindList("ids", ids), use);
    }

    private static String query(String condition) {
        return """
                        SELECT s.enrolment_id, s.subject_id, s.generation, k.wrapped, t.template_id, t.source, t.model, t.sealed
                        FROM subject s
                        JOIN subject_key k ON k.enrolment_id = s.enrolment_id
                        JOIN template t ON t.enrolment_id = s.enrolment_id
                        WHERE s.gallery_id = :gallery %s
                        ORDER BY s.enrolment_id
                        """.formatted(condition);
    }

    private void read(Query query, Consumer<TemplateRow> use) {
        query.bind("gallery", gallery.value())
                .setFetchSize(FETCH_ROWS)
                .map((rows, context) -> read(rows))
                .forEach(row -> {
                    use.accept(row);
                    row.embedding().wipe();
                });
    }

    private TemplateRow read(ResultSet rows) throws SQLException {
        if (!rows.getString("model").equals(model.value())) {
            throw new IllegalStateException(
                    "gallery " + gallery + " is configured for " + model + " but has templates of "
                            + rows.getString("model") + ": configure that model, or another gallery");
        }
        UUID template = UUID.fromString(rows.getString("template_id"));
        SubjectId subject = new SubjectId(rows.getString("subject_id"));
        TemplateRow.Owner whose = owner;
        SubjectKey open = key;
        if (whose == null || open == null || !whose.enrolment().equals(rows.getString("enrolment_id"))) {
            whose = new TemplateRow.Owner(
                    subject, rows.getString("enrolment_id"), UUID.fromString(rows.getString("generation")));
            open = keys.unwrap(whose.enrolment(), rows.getBytes("wrapped"));
            owner = whose;
            key = open;
        }
        var place = new SubjectKey.Place(gallery.value(), subject.value(), template.toString());
        boolean anchor = TemplateSource.valueOf(rows.getString("source")) == TemplateSource.ENROLMENT;
        var ref = new TemplateRow.Ref(whose, template, anchor);
        return new TemplateRow(ref, open.open(rows.getBytes("sealed"), place));
    }
}
