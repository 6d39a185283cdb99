package dev.stead.matcher.storage;

import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.calibration.GalleryCalibration;
import dev.stead.matcher.domain.calibration.ThresholdCurve;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.time.Micros;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The calibrations of galleries in a table, every one of them: they say which thresholds were in effect when. Thread-safe. */
final class StoredCalibrations {
    private final Database database;

    StoredCalibrations(Database database) {
        this.database = database;
    }

    /** All of a gallery with its present model, the newest first. */
    List<GalleryCalibration> of(GalleryConfig gallery) {
        return database.read(handle -> handle.createQuery("""
            SELECT version, target_fpir, subjects, probes, thresholds, create_time
            FROM calibration WHERE gallery_id = :gallery AND model = :model ORDER BY version DESC
            """)
                .bind("gallery", gallery.id().value())
                .bind("model", gallery.model().value())
                .map((rows, context) -> new GalleryCalibration(
                        rows.getInt("version"),
                        rows.getDouble("target_fpir"),
                        rows.getInt("subjects"),
                        rows.getInt("probes"),
                        curve(rows.getString("thresholds")),
                        Micros.instant(rows.getLong("create_time"))))
                .list());
    }

    /** Keeps a calibration under the next version of its gallery, which is returned. */
    int add(GalleryConfig gallery, GalleryCalibration added) {
        return database.write(handle -> handle.createQuery("""
            INSERT INTO calibration (gallery_id, version, model, target_fpir, subjects, probes, thresholds, create_time)
            SELECT :gallery, COALESCE(MAX(version), 0) + 1, :model, :target, :subjects, :probes, :thresholds, :time
            FROM calibration WHERE gallery_id = :gallery
            RETURNING version
            """)
                .bind("gallery", gallery.id().value())
                .bind("model", gallery.model().value())
                .bind("target", added.targetFpir())
                .bind("subjects", added.subjects())
                .bind("probes", added.probes())
                .bind("thresholds", text(added.curve()))
                .bind("time", Micros.of(added.createTime()))
                .mapTo(Integer.class)
                .one());
    }

    private static String text(ThresholdCurve curve) {
        return new TreeMap<>(curve.points())
                .entrySet().stream()
                        .map(one -> one.getKey() + ":" + one.getValue())
                        .collect(Collectors.joining(" "));
    }

    private static ThresholdCurve curve(String text) {
        Map<Integer, Float> points = new HashMap<>();
        for (String one : text.split(" ", -1)) {
            String[] parts = one.split(":", -1);
            points.put(Integer.parseInt(parts[0]), Float.parseFloat(parts[1]));
        }
        return new ThresholdCurve(points);
    }
}
