package dev.stead.matcher.domain;

import dev.stead.matcher.domain.DecisionBudget.Charge;
import dev.stead.matcher.domain.drift.SimilarityDrift;
import dev.stead.matcher.domain.repeat.CaptureSketch;
import dev.stead.matcher.domain.repeat.Repetition;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One person in front of a capture source: the frames so far. Belongs to one stream; not thread-safe. */
public final class Presentation {
    /** After this many frames it is decided, certain or not. */
    public static final int MAX_FRAMES = 16;

    private final Gallery gallery;
    private final CaptureSource source;
    private final CaptureNonce nonce;
    private final List<Comparison> comparisons;
    private final OperatingPoint pointOfOne;
    private final Fusion fusion = new Fusion();
    private final List<CaptureSketch> sketches = new ArrayList<>();
    private Charge paid = Charge.PAID;
    private Repetition repetition = Repetition.NONE;
    private int padBand;
    private @Nullable Comparison identifiedBy;
    private OptionalDouble similarity = OptionalDouble.empty();

    public Presentation(Gallery gallery, CaptureSource source, CaptureNonce nonce, Rings.Around around) {
        this.gallery = gallery;
        this.source = source;
        this.nonce = nonce;
        this.comparisons = Comparison.of(gallery, around);
        this.pointOfOne = Comparison.pointOfOne(gallery);
    }

    public Gallery gallery() {
        return gallery;
    }

    public CaptureSource source() {
        return source;
    }

    public CaptureNonce nonce() {
        return nonce;
    }

    /** With whom all its frames are compared, also if gallery or rings change meanwhile. */
    List<Comparison> comparisons() {
        return comparisons;
    }

    /** Decides if it is compared with one subject only, also if the gallery changes meanwhile. */
    OperatingPoint pointOfOne() {
        return pointOfOne;
    }

    /** Somebody was identified. */
    void identifiedBy(Comparison comparison, OptionalDouble found) {
        identifiedBy = comparison;
        similarity = found;
    }

    /** Adds how similar the one who was identified is, if anybody was. Nobody else is told of it. */
    public void addTo(SimilarityDrift drift) {
        Comparison by = identifiedBy;
        if (by != null) {
            similarity.ifPresent(found -> drift.add((float) found, by.point().calibration()));
        }
    }

    /** The ring whose comparison identified somebody; empty of nobody, and of a comparison with one person. */
    public Optional<Rings.Kind> identifiedIn() {
        return Optional.ofNullable(identifiedBy).map(Comparison::kind);
    }

    /** What an assertion says of this presentation once it is decided; empty if the subject was erased since. */
    public Optional<IdentityClaims> claims(SubjectId subject, IdentityClaims.Assurance assurance, Instant issueTime) {
        return gallery.generationOf(subject)
                .map(generation -> new IdentityClaims(
                        subject,
                        source,
                        gallery.config().id(),
                        generation,
                        nonce,
                        padBand,
                        assurance,
                        Optional.ofNullable(identifiedBy)
                                .map(it -> new IdentityClaims.Among(it.kind(), it.size(gallery))),
                        Optional.ofNullable(identifiedBy)
                                .map(Comparison::point)
                                .orElse(pointOfOne)
                                .calibration(),
                        issueTime));
    }

    /**
     * Done when all that was paid for the answers so far is recorded: before that nobody must learn that they were identified. A refusal
     * waits for nothing, since its time would tell that somebody is near.
     */
    public CompletableFuture<Void> recorded() {
        return paid.recorded();
    }

    /** False if the budget was spent. */
    boolean pay(Charge charge) {
        if (charge.isPaid()) {
            paid = paid.and(charge);
        }
        return charge.isPaid();
    }

    DecisionBudget.Telling telling(SubjectId subject) {
        return new DecisionBudget.Telling(gallery.config().id(), subject, source);
    }

    Probe add(Sample sample) {
        gallery.config().check(sample);
        return fusion.with(sample);
    }

    /** Of its frames so far. */
    List<CaptureSketch> sketches() {
        return sketches;
    }

    void repeats(Repetition found) {
        repetition = found;
    }

    /** What it repeats, as far as it found anybody: for the operator alone. */
    public Repetition repetition() {
        return repetition;
    }

    /** @param band what the device says of the presentation up to the frame that comes now, 0 to 100 */
    public void rated(int band) {
        padBand = band;
    }

    /** No frame of it comes any more. */
    public void wipe() {
        fusion.wipe();
    }

    boolean isFull() {
        return frames() >= MAX_FRAMES;
    }

    /** How many frames there are so far. */
    public int frames() {
        return fusion.frames();
    }

    /**
     * Fuses the frames of one presentation into one probe: their mean, weighted by quality and normalised. Averaging embeddings lowers FNIR
     * more than taking the best frame, and costs the same: one search per frame. A frame that is clearly not of the same person begins
     * anew: somebody else has stepped up. Not thread-safe.
     */
    static final class Fusion {
        /**
         * Two strangers have a similarity of 0.01, with a standard deviation of 0.1; two frames of one person of 0.68, and of 0.2 if both
         * are blurred.
         */
        private static final float ANOTHER_PERSON = 0.1f;

        private float @Nullable [] sum;
        private int frames;

        Probe with(Sample sample) {
            float[] frame = sample.embedding().values();
            if (sum != null && isOfAnotherPerson(sample.embedding(), sum)) {
                wipe();
            }
            float[] running = sum == null ? new float[frame.length] : sum;
            // Quality 0 counts a little: a gallery may have no gate.
            float weight = Math.max(1, sample.quality().value());
            for (int i = 0; i < frame.length; i++) {
                running[i] += weight * frame[i];
            }
            sum = running;
            frames++;
            return new Probe(Embedding.normalised(running.clone()));
        }

        private static boolean isOfAnotherPerson(Embedding frame, float[] sum) {
            Embedding before = Embedding.normalised(sum.clone());
            float similarity = before.similarityTo(frame);
            before.wipe();
            return similarity < ANOTHER_PERSON;
        }

        void wipe() {
            if (sum != null) {
                Arrays.fill(sum, 0);
            }
        }

        int frames() {
            return frames;
        }
    }
}
