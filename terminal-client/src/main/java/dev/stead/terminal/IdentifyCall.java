package dev.stead.terminal;

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
import org.jspecify.annotations.Nullable;

/**
 * The terminal's one stream to the matcher: kept open between presentations, opened anew when it broke. One presentation at a time: a
 * terminal has one camera. The answer is read on the caller's own thread: no hand-over between threads in the path of a frame.
 */
final class IdentifyCall implements AutoCloseable {
    private final IdentificationServiceGrpc.IdentificationServiceBlockingV2Stub matcher;
    private final String galleryId;
    private final Duration deadline;
    private final RequestIdSource ids;
    private @Nullable BlockingClientCall<IdentifyRequest, IdentifyResponse> stream;
    private long sequence;

    IdentifyCall(Channel matcher, String galleryId, Duration deadline, RequestIdSource ids) {
        this.matcher = IdentificationServiceGrpc.newBlockingV2Stub(matcher);
        this.galleryId = galleryId;
        this.deadline = deadline;
        this.ids = ids;
    }

    /**
     * Sends frames until the matcher decides. A frame that it refuses is passed over, unless none follows. If the stream breaks (an idle one is ended
     * from time to time, a matcher is restarted), the presentation begins anew, once, under a fresh nonce, with the frames that were sent already.
     *
     * @param most the frame of this number is the last: the matcher must decide on it
     */
    synchronized Identification identify(Iterator<CapturedSample> frames, int most) {
        List<CapturedSample> sent = new ArrayList<>();
        try {
            return present(frames, most, sent);
        } catch (StreamBroken e) {
            try {
                return present(new Again(List.copyOf(sent).iterator(), frames), most, new ArrayList<>());
            } catch (StreamBroken again) {
                throw again.why;
            }
        }
    }

    private Identification present(Iterator<CapturedSample> frames, int most, List<CapturedSample> sent)
            throws StreamBroken {
        ByteString nonce = ByteString.copyFrom(ids.captureNonce());
        SteadException refused = null;
        for (int i = 1; i <= most && frames.hasNext(); i++) {
            CapturedSample frame = frames.next();
            sent.add(frame);
            IdentifyResponse response = exchange(IdentifyRequest.newBuilder()
                    .setGalleryId(galleryId)
                    .setCaptureNonce(nonce)
                    .setSample(ServiceCalls.message(frame))
                    .setLastFrame(i == most));
            switch (response.getOutcomeCase()) {
                case DECISION -> {
                    return Identification.of(response.getDecision());
                }
                case MORE_FRAMES_NEEDED -> refused = null;
                case ERROR ->
                    refused = SteadException.from("matcher", StatusProto.toStatusException(response.getError()));
                case OUTCOME_NOT_SET ->
                    throw SteadException.of("matcher", "an answer without an outcome: it is newer than this terminal");
            }
        }
        throw refused != null ? refused : SteadException.of(noDecision());
    }

    private static Problem noDecision() {
        return Problem.of(
                Status.Code.OUT_OF_RANGE,
                "FRAMES_ENDED",
                "the frames ended before the matcher could decide: send more frames");
    }

    private IdentifyResponse exchange(IdentifyRequest.Builder request) throws StreamBroken {
        BlockingClientCall<IdentifyRequest, IdentifyResponse> open = stream;
        if (open == null) {
            open = matcher.identify();
            stream = open;
            sequence = 0;
        }
        try {
            sequence++;
            IdentifyResponse response =
                    answer(open, request.setSequence(sequence).build());
            if (response.getSequence() != sequence) {
                throw SteadException.of("matcher", "answer " + response.getSequence() + " to request " + sequence);
            }
            return response;
        } catch (StatusException e) {
            drop(open);
            throw new StreamBroken(SteadException.from("matcher", e));
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

    private IdentifyResponse answer(BlockingClientCall<IdentifyRequest, IdentifyResponse> open, IdentifyRequest request)
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

    /** The stream is gone; what was sent on it may or may not have been decided, but nobody was told. */
    private static final class StreamBroken extends Exception {
        private final SteadException why;

        StreamBroken(SteadException why) {
            super(why);
            this.why = why;
        }
    }

    /** What was sent before, then what follows. */
    private record Again(Iterator<CapturedSample> sent, Iterator<CapturedSample> rest)
            implements Iterator<CapturedSample> {
        @Override
        public boolean hasNext() {
            return sent.hasNext() || rest.hasNext();
        }

        @Override
        public CapturedSample next() {
            return sent.hasNext() ? sent.next() : rest.next();
        }
    }
}
