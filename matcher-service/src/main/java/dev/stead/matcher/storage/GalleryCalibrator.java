package dev.stead.matcher.storage;

import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.calibration.GalleryCalibration;
import dev.stead.matcher.domain.calibration.ImpostorPrior;
import dev.stead.matcher.domain.calibration.ImpostorSurvey;
import dev.stead.matcher.domain.calibration.RingThreshold;
import dev.stead.matcher.domain.calibration.ThresholdCurve;
import dev.stead.matcher.domain.duplicate.Duplicate;
import dev.stead.mesh.time.PeriodicTask;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the operating points of galleries where they buy the wanted FPIR. A gallery starts with its newest calibration, or with what is
 * known of its model; and is surveyed in the background, one gallery at a time, when it has grown or shrunk by a tenth since.
 *
 * <p>A survey waits a moment after each probe, for others to have the processor. One that a stop interrupts begins again at the next
 * start.
 *
 * <p>Until a gallery has {@value #ENOUGH} subjects, its threshold is never lower than the one with which it started, and higher only as far
 * as its data show: a few hundred people may all be unlike each other by chance, or some of them very much alike. Those of small rings are
 * measured: of rings there are many.
 */
public final class GalleryCalibrator implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GalleryCalibrator.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    /** Of probes: with so many the gallery alone says what its threshold is. */
    private static final int ENOUGH = 1_000;

    private static final int TENTH = 10;
    private static final long PAUSE_NANOS = 500_000;

    private final List<IndexedGallery> galleries;
    private final TemplateStore store;
    private final StoredCalibrations stored;
    private final StoredDuplicates duplicates;
    private final double targetFpir;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final Map<IndexedGallery, GalleryCalibration> newest = new ConcurrentHashMap<>();
    /** How large each gallery was when it was surveyed last. */
    private final Map<IndexedGallery, Integer> surveyedAt = new ConcurrentHashMap<>();

    private final PeriodicTask task;
    private volatile boolean closed;

    /** Does not own the galleries; must be closed before they are. Each of them has its point when this returns. */
    public GalleryCalibrator(
            List<IndexedGallery> galleries,
            TemplateStore store,
            double targetFpir,
            RandomGenerator random,
            InstantSource clock) {
        this.galleries = List.copyOf(galleries);
        this.store = store;
        this.stored = new StoredCalibrations(store.database());
        this.duplicates = new StoredDuplicates(store.database());
        this.targetFpir = targetFpir;
        this.random = random;
        this.clock = clock;
        this.galleries.forEach(this::begin);
        this.task = new PeriodicTask("calibration", failure -> LOG.warn("a calibration failed", failure));
    }

    /** Surveys galleries in the background from now on. The metrics are of calibrations, not of people. */
    public void start(MeterRegistry registry) {
        for (IndexedGallery gallery : galleries) {
            gauge("stead_calibration_version", GalleryCalibration::version, gallery, registry);
            gauge("stead_calibration_probes", GalleryCalibration::probes, gallery, registry);
            gauge(
                    "stead_calibration_age_seconds",
                    it -> Duration.between(it.createTime(), clock.instant()).toSeconds(),
                    gallery,
                    registry);
            Gauge.builder(
                            "stead_calibration_due",
                            gallery,
                            it -> isDue(it, it.templates().subjects()) ? 1 : 0)
                    .tag("gallery", gallery.config().id().value())
                    .register(registry);
        }
        task.startWithFixedDelay(INTERVAL, INTERVAL, this::round);
    }

    /** 0 before the first calibration. */
    private void gauge(
            String name, ToDoubleFunction<GalleryCalibration> of, IndexedGallery gallery, MeterRegistry registry) {
        Gauge.builder(name, newest, it -> {
                    GalleryCalibration known = it.get(gallery);
                    return known == null ? 0 : of.applyAsDouble(known);
                })
                .tag("gallery", gallery.config().id().value())
                .register(registry);
    }

    private void begin(IndexedGallery gallery) {
        GalleryConfig config = gallery.config();
        Optional<GalleryCalibration> known = stored.of(config).stream()
                .filter(one -> one.targetFpir() == targetFpir)
                .findFirst();
        known.ifPresent(one -> {
            newest.put(gallery, one);
            surveyedAt.put(gallery, one.subjects());
        });
        int subjects = gallery.templates().subjects();
        gallery.templates()
                .point()
                .follow(
                        known.map(GalleryCalibration::curve).orElseGet(() -> start(config)),
                        known.map(GalleryCalibration::version).orElse(0),
                        subjects);
        LOG.info(
                "gallery {}: threshold {} for an FPIR of {} among {} subjects, by {}",
                config.id(),
                text(gallery.operatingPoint().threshold()),
                targetFpir,
                subjects,
                known.map(one -> "calibration " + one.version()).orElse("what is known of model " + config.model()));
    }

    /** Of a model of which nothing is known, the point that is configured. */
    private ThresholdCurve start(GalleryConfig config) {
        return ImpostorPrior.of(config.model())
                .map(prior -> prior.curve(targetFpir))
                .orElseGet(() -> ThresholdCurve.flat(config.operatingPoint().threshold()));
    }

    /** Runs on the task's thread, or on a test's. */
    void round() {
        for (IndexedGallery gallery : galleries) {
            int subjects = gallery.templates().subjects();
            if (isDue(gallery, subjects)) {
                try {
                    survey(gallery, subjects);
                    surveyedAt.put(gallery, subjects);
                } catch (CancellationException e) {
                    LOG.info(
                            "gallery {}: a calibration was interrupted by the stop",
                            gallery.config().id());
                    return;
                }
            }
        }
    }

    private boolean isDue(IndexedGallery gallery, int subjects) {
        Integer before = surveyedAt.get(gallery);
        return subjects >= ImpostorSurvey.LEAST_PROBES
                && (before == null || Math.abs(subjects - before) > before / TENTH);
    }

    private void survey(IndexedGallery gallery, int subjects) {
        GalleryConfig config = gallery.config();
        ThresholdCurve start = start(config);
        Instant begin = clock.instant();
        var guard = new ImpostorSurvey.Guard(
                leastGuard(gallery, subjects), gallery.operatingPoint().threshold());
        ImpostorSurvey.Found found =
                new ImpostorSurvey(new GalleryImpostors(gallery, store), random, this::pause).survey(targetFpir, guard);
        keep(config, found.duplicates(), begin);
        Optional<ThresholdCurve> measured = found.probes() < ENOUGH ? found.cautiousCurve(start) : found.curve();
        measured.ifPresent(curve -> {
            var unnumbered = new GalleryCalibration(0, targetFpir, subjects, found.probes(), curve, clock.instant());
            GalleryCalibration calibration = unnumbered.numbered(stored.add(config, unnumbered));
            float before = gallery.operatingPoint().threshold();
            newest.put(gallery, calibration);
            gallery.templates().point().follow(curve, calibration.version(), subjects);
            LOG.info(
                    "gallery {}: calibration {} of {} probes: threshold {} for an FPIR of {} among {} subjects, {} before; measured {}",
                    config.id(),
                    calibration.version(),
                    found.probes(),
                    text(gallery.operatingPoint().threshold()),
                    targetFpir,
                    subjects,
                    text(before),
                    text(found));
        });
    }

    /** The log says how many, not who. */
    private void keep(GalleryConfig gallery, Set<Duplicate> found, Instant findTime) {
        int added = duplicates.add(gallery.id(), found, findTime);
        if (added > 0) {
            LOG.info(
                    "gallery {}: {} more pairs of subjects look like one person; ./stead duplicates lists them",
                    gallery.id(),
                    added);
        }
    }

    /**
     * The least threshold with which the enrolment guard judged since the gallery had half its size: pairs of people that reached it may be
     * missing. Those of the smaller half are a quarter of all, and nearly as high.
     */
    float leastGuard(IndexedGallery gallery, int subjects) {
        long half = subjects / 2;
        float least = 1;
        for (GalleryCalibration one : stored.of(gallery.config())) {
            least = Math.min(least, one.curve().at(Math.max(half, one.subjects())));
            if (one.subjects() <= half) {
                return least;
            }
        }
        return Math.min(least, start(gallery.config()).at(half));
    }

    /** Logs have no number that could be one of an embedding. */
    private static String text(float threshold) {
        return String.format(Locale.ROOT, "%.3f", threshold);
    }

    private static String text(ImpostorSurvey.Found found) {
        return found.thresholds().stream().map(GalleryCalibrator::text).collect(Collectors.joining(", "));
    }

    private static String text(RingThreshold one) {
        return String.format(
                Locale.ROOT,
                "%d: %.3f (FPIR %.1e to %.1e)",
                one.ringSize(),
                one.threshold(),
                one.leastFpir(),
                one.mostFpir());
    }

    private void pause() {
        if (closed) {
            throw new CancellationException("the calibrator is closed");
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    /** Waits until a survey that runs has noticed: some milliseconds. */
    @Override
    public void close() {
        closed = true;
        task.close();
    }
}
