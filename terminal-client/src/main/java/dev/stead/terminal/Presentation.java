package dev.stead.terminal;

import com.google.protobuf.ByteString;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.IdentifyResponse;
import dev.stead.mesh.Problem;
import dev.stead.terminal.sample.Sample;
import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.BlockingClientCall;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The terminal's one stream to the matcher: kept open between presentations, opened anew when it broke. One presentation at a time: a
 * terminal has one camera. The answer is read on the caller's own thread: no hand-over between threads in the path of a frame.
 */
final class Presentation implements AutoCloseable {
    private final IdentificationServiceGrpc.IdentificationServiceBlockingV2Stub matcher;
    private final String galleryId;
    private final Duration deadline;
    private final Ids ids;
    private @Nullable BlockingClientCall<IdentifyRequest, IdentifyResponse> stream;
    private long sequence;

    Presentation(Channel matcher, String galleryId, Duration deadline, Ids ids) {
        this.matcher = IdentificationServiceGrpc.newBlockingV2Stub(matcher);
        this.galleryId = galleryId;
        this.deadline = deadline;
        this.ids = ids;
    }

    /**
     * Sends frames until the matcher decides. A frame that it refuses is passed over, unless none follows.
     *
     * @param most the frame of this number is the last: the matcher must decide on it
     */
    synchronized Identification identify(Iterator<Sample> frames, int most) {
        ByteString nonce = ByteString.copyFrom(ids.captureNonce());
        SteadException refused = null;
        for (int i = 1; i <= most && frames.hasNext(); i++) {
            IdentifyRequest.Builder request = IdentifyRequest.newBuilder()
                    .setGalleryId(galleryId)
                    .setCaptureNonce(nonce)
                    .setSample(Calls.message(frames.next()))
                    .setLastFrame(i == most);
            IdentifyResponse response = i == 1 ? firstExchange(request) : exchange(request);
            switch (response.getOutcomeCase()) {
                case DECISION -> {
                    return Identification.of(response.getDecision());
                }
                case MORE_FRAMES_NEEDED -> refused = null;
                case ERROR ->
                    refused = SteadException.from(
                            "matcher", io.grpc.protobuf.StatusProto.toStatusException(response.getError()));
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

    /** A stream that lay idle may have been ended by the server: with the first frame nothing is lost by opening another. */
    private IdentifyResponse firstExchange(IdentifyRequest.Builder request) {
        boolean wasOpen = stream != null;
        try {
            return exchange(request);
        } catch (SteadException e) {
            if (wasOpen && e.problem().code() != Status.Code.DEADLINE_EXCEEDED) {
                return exchange(request);
            }
            throw e;
        }
    }

    private IdentifyResponse exchange(IdentifyRequest.Builder request) {
        BlockingClientCall<IdentifyRequest, IdentifyResponse> open = stream;
        if (open == null) {
            open = matcher.identify();
            stream = open;
            sequence = 0;
        }
        try {
            sequence++;
            long nanos = deadline.toNanos();
            if (!open.write(request.setSequence(sequence).build(), nanos, TimeUnit.NANOSECONDS)) {
                throw ended(open);
            }
            IdentifyResponse response = open.read(nanos, TimeUnit.NANOSECONDS);
            if (response == null) {
                throw ended(open);
            }
            if (response.getSequence() != sequence) {
                throw SteadException.of("matcher", "answer " + response.getSequence() + " to request " + sequence);
            }
            return response;
        } catch (StatusException e) {
            drop(open);
            throw SteadException.from("matcher", e);
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

    /** The server ended the stream in good order, as it does from time to time. */
    private static SteadException ended(BlockingClientCall<IdentifyRequest, IdentifyResponse> open)
            throws StatusException, InterruptedException {
        open.hasNext(); // throws the status with which the stream ended, if it was not OK
        return SteadException.from(
                "matcher",
                Status.UNAVAILABLE.withDescription("the stream ended").asException());
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
}
