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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The terminal's stream to the matcher. It stays open between presentations, and is opened again when it broke. One presentation at a
 * time: a terminal has one camera. The caller's own thread reads the response, so that a frame is never handed from thread to thread.
 */
final class IdentifyCall implements AutoCloseable {
    private final IdentificationServiceGrpc.IdentificationServiceBlockingV2Stub matcher;
    private final String galleryId;
    private final Duration deadline;
    private final RandomGenerator random;

    @GuardedBy("this")
    private @Nullable BlockingClientCall<IdentifyRequest, IdentifyResponse> stream;

    @GuardedBy("this")
    private long sequence;

    /**
     * Opens nothing yet.
     *
     * @param deadline for the response to one frame
     */
    IdentifyCall(Channel matcher, String galleryId, Duration deadline, RandomGenerator random) {
        this.matcher = IdentificationServiceGrpc.newBlockingV2Stub(matcher);
        this.galleryId = galleryId;
        this.deadline = deadline;
        this.random = random;
    }

    /**
     * Sends frames until the matcher decides. A refused frame is skipped unless it was the last one. If the stream breaks (the server
     * ends an idle one from time to time, or restarts), the presentation restarts once, with a fresh nonce and the frames already sent.
     *
     * @param maxFrames the frame of this number is the last: the matcher must decide on it
     */
    synchronized Identification identify(Iterator<CapturedSample> frames, int maxFrames) {
        List<CapturedSample> sent = new ArrayList<>();
        try {
            return present(frames, maxFrames, sent);
        } catch (BrokenStreamException e) {
            try {
                return present(new Concatenated(List.copyOf(sent).iterator(), frames), maxFrames, new ArrayList<>());
            } catch (BrokenStreamException second) {
                throw second.failure;
            }
        }
    }

    @GuardedBy("this")
    private Identification present(Iterator<CapturedSample> frames, int maxFrames, List<CapturedSample> sent)
            throws BrokenStreamException {
        ByteString nonce = ServiceCalls.captureNonce(random);
        SteadException refusal = null;
        for (int i = 1; i <= maxFrames && frames.hasNext(); i++) {
            CapturedSample frame = frames.next();
            sent.add(frame);
            IdentifyResponse response = exchange(IdentifyRequest.newBuilder()
                    .setGalleryId(galleryId)
                    .setCaptureNonce(nonce)
                    .setSample(ServiceCalls.message(frame))
                    .setLastFrame(i == maxFrames));
            switch (response.getOutcomeCase()) {
                case DECISION -> {
                    return Identification.of(response.getDecision());
                }
                case MORE_FRAMES_NEEDED -> refusal = null;
                case ERROR ->
                    refusal = SteadException.from("matcher", StatusProto.toStatusException(response.getError()));
                case OUTCOME_NOT_SET ->
                    throw SteadException.of("matcher", "a response without an outcome: it is newer than this terminal");
            }
        }
        throw refusal != null ? refusal : SteadException.of(framesEnded());
    }

    private static Problem framesEnded() {
        return Problem.of(
                Status.Code.OUT_OF_RANGE,
                "FRAMES_ENDED",
                "the frames ended before the matcher could decide: send more frames");
    }

    @GuardedBy("this")
    private IdentifyResponse exchange(IdentifyRequest.Builder request) throws BrokenStreamException {
        BlockingClientCall<IdentifyRequest, IdentifyResponse> open = stream;
        if (open == null) {
            open = matcher.identify();
            stream = open;
            sequence = 0;
        }
        try {
            sequence++;
            IdentifyResponse response =
                    response(open, request.setSequence(sequence).build());
            if (response.getSequence() != sequence) {
                throw SteadException.of("matcher", "response " + response.getSequence() + " to request " + sequence);
            }
            return response;
        } catch (StatusException e) {
            drop(open);
            throw new BrokenStreamException(SteadException.from("matcher", e));
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

    private IdentifyResponse response(
            BlockingClientCall<IdentifyRequest, IdentifyResponse> open, IdentifyRequest request)
            throws StatusException, TimeoutException, InterruptedException {
        long nanos = deadline.toNanos();
        if (open.write(request, nanos, TimeUnit.NANOSECONDS)) {
            IdentifyResponse response = open.read(nanos, TimeUnit.NANOSECONDS);
            if (response != null) {
                return response;
            }
        }
        open.hasNext(); // throws the status with which the stream ended, if it was not OK
        throw Status.UNAVAILABLE.withDescription("the stream ended").asException();
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

    /** The stream broke. The matcher may have decided on the frames that were sent, but nobody has received a decision. */
    private static final class BrokenStreamException extends Exception {
        private final SteadException failure;

        BrokenStreamException(SteadException failure) {
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
