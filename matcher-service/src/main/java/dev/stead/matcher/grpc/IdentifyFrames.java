package dev.stead.matcher.grpc;

import dev.stead.matcher.domain.CaptureNonce;
import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.Decision;
import dev.stead.matcher.domain.Galleries;
import dev.stead.matcher.domain.Gallery;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.Identifier;
import dev.stead.matcher.domain.IdentityClaims.Assurance;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.Presentation;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.IdentifyResponse;
import dev.stead.matcher.v1.MoreFramesNeeded;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The presentations under way on one stream. Not thread-safe: gRPC gives a stream's messages one after the other. */
final class IdentifyFrames {
    /** A terminal has one person before it; some may have walked off before they were decided. */
    private static final int MOST_OPEN = 8;

    private final Galleries galleries;
    private final Identifier identifier;
    private final Decisions decisions;
    private final CaptureSource terminal;
    private final Map<CaptureNonce, Presentation> open = new LinkedHashMap<>();
    private long lastSequence;

    IdentifyFrames(Galleries galleries, Identifier identifier, Decisions decisions, CaptureSource terminal) {
        this.galleries = galleries;
        this.identifier = identifier;
        this.decisions = decisions;
        this.terminal = terminal;
    }

    /** Throws {@link MatcherException} for a bad frame; what was open before stays as it was. */
    IdentifyResponse answer(IdentifyRequest request) {
        requireIncreasing(request.getSequence());
        Gallery gallery = galleries.get(new GalleryId(request.getGalleryId()));
        var nonce = CaptureNonce.of(request.getCaptureNonce().toByteArray());
        Presentation presentation = presentation(gallery, nonce);
        Optional<Decision> decision;
        try {
            decision = identifier.identify(presentation, Samples.of(request.getSample()), request.getLastFrame());
        } catch (MatcherException e) {
            if (e.error() == MatcherError.NONCE_USED || e.error() == MatcherError.DECISION_BUDGET_SPENT) {
                open.remove(nonce);
            }
            throw e;
        }
        var answer = IdentifyResponse.newBuilder().setSequence(request.getSequence());
        if (decision.isEmpty()) {
            keep(nonce, presentation);
            return answer.setMoreFramesNeeded(MoreFramesNeeded.getDefaultInstance())
                    .build();
        }
        open.remove(nonce);
        return answer.setDecision(decisions.message(decision.get(), presentation, Assurance.IDENTIFICATION))
                .build();
    }

    private void requireIncreasing(long sequence) {
        if (sequence <= lastSequence) {
            throw new MatcherException(
                    MatcherError.SEQUENCE_NOT_INCREASING,
                    "sequence rises strictly, from 1: the last was " + lastSequence);
        }
        lastSequence = sequence;
    }

    private Presentation presentation(Gallery gallery, CaptureNonce nonce) {
        Presentation known = open.get(nonce);
        if (known == null) {
            return identifier.begin(gallery, terminal, nonce);
        }
        if (!known.gallery().rules().id().equals(gallery.rules().id())) {
            throw new MatcherException(MatcherError.GALLERY_CHANGED, "all frames of a presentation go to one gallery");
        }
        return known;
    }

    /** The oldest is forgotten beyond the limit: its next frame begins it anew. */
    private void keep(CaptureNonce nonce, Presentation presentation) {
        open.put(nonce, presentation);
        if (open.size() > MOST_OPEN) {
            open.remove(open.keySet().iterator().next());
        }
    }
}
