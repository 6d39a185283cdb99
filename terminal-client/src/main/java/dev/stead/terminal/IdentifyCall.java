package dev.stead.terminal;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import com.google.protobuf.ByteString;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.IdentifyResponse;
import dev.stead.mesh.Problem;
import dev.stead.terminal.sample.CapturedSample;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The terminal's stream to the matcher. It stays open between presentations, and is opened again when it broke. One presentation at a
 * time: a terminal has one camera. The caller's own thread reads the response, so that a frame is never handed from thread to thread.
 */
final class IdentifyCall implements AutoCloseable {
    /** The reasons after which the same frames may be sent again, signed anew. */
    private static final Set<String> OUTDATED = Set.of("CAPTURE_CHALLENGE_UNKNOWN", "CAPTURE_COUNTER_USED");

    private final IdentificationServiceGrpc.IdentificationServiceBlockingV2Stub matcher;
    private final String galleryId;
    private final Duration deadline;
    private final Optional<CaptureSigner> signer;

    @GuardedBy("this")
    private @Nullable BlockingClientCall<IdentifyRequest, IdentifyResponse> stream;

    @GuardedBy("this")
    private long sequence;

    /** The nonce of the next presentation. */
    @GuardedBy("this")
    private ByteString challenge = ByteString.EMPTY;

    /**
     * Opens nothing yet.
     *
     * @param deadline for the response to one frame
     * @param signer of each frame, or empty to send none signed
     */
    IdentifyCall(Channel matcher, String galleryId, Duration deadline, Optional<CaptureSigner> signer) {
        this.matcher = IdentificationServiceGrpc.newBlockingV2Stub(matcher);
        this.galleryId = galleryId;
        this.deadline = deadline;
        this.signer = signer;
    }

    /**
     * Sends frames until the matcher decides. A refused frame is skipped unless it was the last one. If the stream breaks (the server
     * ends an idle one from time to time, or restarts), or the matcher knows its challenge no longer, the presentation restarts once, with
     * another challenge and the frames already sent.
     *
     * @param maxFrames the frame of this number is the last: the matcher must decide on it
     */
    synchronized Identification identify(Iterator<CapturedSample> frames, int maxFrames) {
        List<CapturedSample> sent = new ArrayList<>();
        try {
            return present(frames, maxFrames, sent);
        } catch (RestartException e) {
            try {
                return present(new Concatenated(List.copyOf(sent).iterator(), frames), maxFrames, new ArrayList<>());
            } catch (RestartException second) {
                throw second.failure;
            }
        }
    }

    @GuardedBy("this")
    private Identification present(Iterator<CapturedSample> frames, int maxFrames, List<CapturedSample> sent)
            throws RestartException {
        BlockingClientCall<IdentifyRequest, IdentifyResponse> open = opened();
        ByteString nonce = challenge;
        SteadException refusal = null;
        for (int i = 1; i <= maxFrames && frames.hasNext(); i++) {
            CapturedSample frame = frames.next();
            sent.add(frame);
            IdentifyResponse response = exchange(open, frame(frame, nonce).setLastFrame(i == maxFrames));
            switch (response.getOutcomeCase()) {
                case DECISION -> {
                    return Identification.of(response.getDecision());
                }
                case MORE_FRAMES_NEEDED -> refusal = null;
                case ERROR -> {
                    refusal = SteadException.from("matcher", StatusProto.toStatusException(response.getError()));
                    if (OUTDATED.contains(refusal.reason())) {
                        if (response.getChallenge().isEmpty()) {
                            drop(open);
                        }
                        throw new RestartException(refusal);
                    }
                }
                case OUTCOME_NOT_SET ->
                    throw SteadException.of("matcher", "a response without an outcome: it is newer than this terminal");
            }
        }
        drop(open); // with its undecided presentation: the next person's frames must not join these
        throw refusal != null ? refusal : SteadException.of(framesEnded());
    }

    private IdentifyRequest.Builder frame(CapturedSample frame, ByteString nonce) {
        IdentifyRequest.Builder request = IdentifyRequest.newBuilder()
                .setGalleryId(galleryId)
                .setCaptureNonce(nonce)
                .setSample(ServiceCalls.message(frame));
        signer.ifPresent(device -> request.setProof(device.sign(frame, nonce)));
        return request;
    }

    private static Problem framesEnded() {
        return Problem.of(
                Status.Code.OUT_OF_RANGE,
                "FRAMES_ENDED",
                "the frames ended before the matcher could decide: send more frames");
    }

    /** The open stream, with a challenge for the next presentation. */
    @GuardedBy("this")
    private BlockingClientCall<IdentifyRequest, IdentifyResponse> opened() throws RestartException {
        BlockingClientCall<IdentifyRequest, IdentifyResponse> open = stream;
        if (open != null) {
            return open;
        }
        var opening = matcher.identify();
        stream = opening;
        sequence = 0;
        exchange(opening, () -> read(opening));
        return opening;
    }

    @GuardedBy("this")
    private IdentifyResponse exchange(
            BlockingClientCall<IdentifyRequest, IdentifyResponse> open, IdentifyRequest.Builder frame)
            throws RestartException {
        sequence++;
        IdentifyRequest request = frame.setSequence(sequence).build();
        return exchange(open, () -> {
            if (open.write(request, deadline.toNanos(), TimeUnit.NANOSECONDS)) {
                return read(open);
            }
            throw ended(open);
        });
    }

    /** Waits for the response to the last request, or for the first one of all. */
    @GuardedBy("this")
    private IdentifyResponse exchange(BlockingClientCall<IdentifyRequest, IdentifyResponse> open, Answer answer)
            throws RestartException {
        try {
            IdentifyResponse response = answer.get();
            if (response.getSequence() != sequence) {
                throw SteadException.of("matcher", "response " + response.getSequence() + " to request " + sequence);
            }
            if (!response.getChallenge().isEmpty()) {
                challenge = response.getChallenge();
            }
            return response;
        } catch (StatusException e) {
            drop(open);
            throw new RestartException(SteadException.from("matcher", e));
        } catch (TimeoutException e) {
            drop(open);
            throw SteadException.from("matcher", Status.DEADLINE_EXCEEDED.asException());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            drop(open);
            throw SteadException.from(
                    "matcher", Status.CANCELLED.withDescription("interrupted").asException());
        } catch (SteadException e) {
            drop(open);
            throw e;
        }
    }

    private IdentifyResponse read(BlockingClientCall<IdentifyRequest, IdentifyResponse> open)
            throws StatusException, TimeoutException, InterruptedException {
        IdentifyResponse response = open.read(deadline.toNanos(), TimeUnit.NANOSECONDS);
        if (response != null) {
            return response;
        }
        throw ended(open);
    }

    private static StatusException ended(BlockingClientCall<IdentifyRequest, IdentifyResponse> open)
            throws StatusException, InterruptedException {
        open.hasNext(); // throws the status with which the stream ended, if it was not OK
        return Status.UNAVAILABLE.withDescription("the stream ended").asException();
    }

    @GuardedBy("this")
    private void drop(BlockingClientCall<IdentifyRequest, IdentifyResponse> open) {
        stream = null;
        open.cancel("dropped", null);
    }

    @Override
    public synchronized void close() {
        BlockingClientCall<IdentifyRequest, IdentifyResponse> open = stream;
        if (open != null) {
            open.halfClose();
            drop(open);
        }
    }

    private interface Answer {
        IdentifyResponse get() throws StatusException, TimeoutException, InterruptedException;
    }

    /**
     * The presentation must begin again. If the stream broke, the matcher may have decided on the frames that were sent, but nobody has
     * received a decision.
     */
    private static final class RestartException extends Exception {
        private final SteadException failure;

        RestartException(SteadException failure) {
            super(failure);
            this.failure = failure;
        }
    }

    /** The frames already sent, then the remaining ones. */
    private record Concatenated(Iterator<CapturedSample> sent, Iterator<CapturedSample> remaining)
            implements Iterator<CapturedSample> {
        @Override
        public boolean hasNext() {
            return sent.hasNext() || remaining.hasNext();
        }

        @Override
        public CapturedSample next() {
            return sent.hasNext() ? sent.next() : remaining.next();
        }
    }
}
