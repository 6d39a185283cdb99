package dev.stead.matcher.grpc;

import dev.stead.matcher.domain.Galleries;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.Presentation;
import dev.stead.matcher.domain.Rings;
import dev.stead.matcher.domain.drift.SimilarityDrift;
import dev.stead.matcher.domain.repeat.Repetition;
import dev.stead.matcher.v1.Decision;
import dev.stead.mesh.Problem;
import dev.stead.mesh.observe.Metrics;
import dev.stead.mesh.security.Caller;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What an operator watches of identification, on a stream as elsewhere: how long each answer takes and what it is, and how long a
 * presentation takes from its first frame to its decision. By method, gallery and outcome, all from short lists of our own: nothing of a
 * request, no subject and no similarity is in it; of similarities only whether they drift. Thread-safe.
 */
public final class IdentificationMetrics {
    static final String IDENTIFY = "Identify";
    static final String IDENTIFY_ONCE = "IdentifyOnce";
    static final String VERIFY = "Verify";
    /** The outcome that decides nothing yet. */
    static final String MORE_FRAMES = "more_frames";

    private static final String ANSWERS = "stead_identification";
    private static final String PRESENTATIONS = "stead_presentation";
    private static final String FRAMES = "stead_presentation_frames";
    /** Up to as many as a presentation can have. */
    private static final double[] FRAME_BUCKETS = {1, 2, 3, 4, 6, 8, 12, Presentation.MAX_FRAMES};

    private static final String DRIFT = "stead_similarity_drift";
    private static final String RINGS = "stead_identified_in_ring";
    private static final String REPEATS = "stead_repeated_captures";
    /** Of a request that names no gallery of this matcher. */
    private static final String NO_GALLERY = "unknown";

    private static final Set<MatcherError> OUTCOMES_OF_THEIR_OWN = Set.of(
            MatcherError.QUALITY_TOO_LOW,
            MatcherError.NONCE_USED,
            MatcherError.DECISION_BUDGET_SPENT,
            MatcherError.MODEL_MISMATCH,
            MatcherError.CAPTURE_PROOF_REQUIRED,
            MatcherError.CAPTURE_PROOF_INVALID,
            MatcherError.CAPTURE_CHALLENGE_UNKNOWN,
            MatcherError.CAPTURE_TIME_OFF,
            MatcherError.CAPTURE_COUNTER_USED,
            MatcherError.CAPTURE_DEVICE_UNKNOWN,
            MatcherError.CAPTURE_DEVICE_SUSPENDED,
            MatcherError.MORE_THAN_ONE_FACE,
            MatcherError.PRESENTATION_ATTACK_SUSPECTED,
            MatcherError.OVERLOADED);

    private final MeterRegistry registry;
    private final AnswerCounts counts;
    private final Set<String> galleries;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
    private final Map<String, SimilarityDrift> drifts;

    private record Key(String name, String method, String gallery, String outcome) {}

    /** @param counts what each terminal is answered, for the audit log */
    public IdentificationMetrics(MeterRegistry registry, Galleries galleries, AnswerCounts counts) {
        this.registry = registry;
        this.counts = counts;
        this.galleries = galleries.ids().stream().map(GalleryId::value).collect(Collectors.toUnmodifiableSet());
        this.drifts = this.galleries.stream()
                .collect(Collectors.toUnmodifiableMap(Function.identity(), _ -> new SimilarityDrift()));
        drifts.forEach((gallery, drift) -> Gauge.builder(DRIFT, drift, it -> it.isDrifting() ? 1 : 0)
                .tag("gallery", gallery)
                .register(registry));
        // A rate needs the zero before the first decision.
        for (String gallery : this.galleries) {
            for (String outcome : new String[] {"identified", "ambiguous", "not_identified"}) {
                Timer _ = timer(new Key(ANSWERS, IDENTIFY, gallery, outcome));
                Timer _ = timer(new Key(PRESENTATIONS, IDENTIFY, gallery, outcome));
                DistributionSummary _ = frames(gallery, outcome);
            }
            for (Rings.Kind ring : Rings.Kind.values()) {
                Counter _ = identifiedIn(ring, gallery);
            }
        }
    }

    Timer.Sample start() {
        return Timer.start(registry);
    }

    /** Times the work of a unary call, whose decision is in what it gives. */
    <T> T timed(String method, String galleryId, Function<T, Decision> decision, Supplier<T> work) {
        Timer.Sample since = start();
        try {
            T answer = work.get();
            answered(method, galleryId, Caller.current(), outcome(decision.apply(answer)), since);
            return answer;
        } catch (RuntimeException e) {
            answered(method, galleryId, Caller.current(), outcome(e), since);
            throw e;
        }
    }

    void answered(String method, String galleryId, Caller caller, String outcome, Timer.Sample since) {
        since.stop(timer(new Key(ANSWERS, method, known(galleryId), outcome)));
        if (!outcome.equals(MORE_FRAMES)) {
            counts.count(known(galleryId), caller, outcome);
        }
    }

    /** A presentation on a stream was decided. */
    void decided(String galleryId, Decision decision, int frames, Timer.Sample firstFrame) {
        String gallery = known(galleryId);
        firstFrame.stop(timer(new Key(PRESENTATIONS, IDENTIFY, gallery, outcome(decision))));
        frames(gallery, outcome(decision)).record(frames);
    }

    /** What the answer does not say: which ring identified somebody, and what the capture was to earlier ones. */
    void seen(String galleryId, Caller caller, Presentation presentation) {
        SimilarityDrift drift = drifts.get(galleryId);
        if (drift != null) {
            presentation.addTo(drift);
        }
        presentation
                .identifiedIn()
                .ifPresent(ring -> identifiedIn(ring, known(galleryId)).increment());
        if (presentation.repetition() != Repetition.NONE) {
            repeated(galleryId, caller, presentation.repetition());
        }
    }

    private DistributionSummary frames(String gallery, String outcome) {
        return DistributionSummary.builder(FRAMES)
                .tag("gallery", gallery)
                .tag("outcome", outcome)
                .serviceLevelObjectives(FRAME_BUCKETS)
                .register(registry);
    }

    private Counter identifiedIn(Rings.Kind ring, String gallery) {
        return registry.counter(RINGS, "gallery", gallery, "ring", ring.name().toLowerCase(Locale.ROOT));
    }

    /** For the operator: by terminal, and without the subject. */
    private void repeated(String galleryId, Caller caller, Repetition found) {
        String kind = found.name().toLowerCase(Locale.ROOT);
        String terminal = caller instanceof Caller.Terminal(String id) ? id : "phone";
        counts.count(known(galleryId), caller, "capture_" + kind);
        registry.counter(REPEATS, "terminal", terminal, "kind", kind).increment();
    }

    static String outcome(Decision decision) {
        return decision.getOutcomeCase().name().toLowerCase(Locale.ROOT);
    }

    /** The refusals that an operator can do something about by name; the rest are callers' mistakes, or ours. */
    static String outcome(RuntimeException refusal) {
        if (refusal instanceof MatcherException known) {
            return OUTCOMES_OF_THEIR_OWN.contains(known.error())
                    ? known.error().name().toLowerCase(Locale.ROOT)
                    : "refused";
        }
        return Problem.from(refusal).isPresent() ? "refused" : "failed";
    }

    private String known(String galleryId) {
        return galleries.contains(galleryId) ? galleryId : NO_GALLERY;
    }

    private Timer timer(Key key) {
        Timer known = timers.get(key);
        // Computing takes a lock of the map, also for what is there.
        return known != null
                ? known
                : timers.computeIfAbsent(
                        key,
                        it -> Metrics.timer(
                                it.name(),
                                registry,
                                "method",
                                it.method(),
                                "gallery",
                                it.gallery(),
                                "outcome",
                                it.outcome()));
    }
}
