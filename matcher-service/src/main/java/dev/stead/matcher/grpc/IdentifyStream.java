package dev.stead.matcher.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.IdentifyResponse;
import dev.stead.mesh.Drain;
import dev.stead.mesh.ErrorInterceptor;
import dev.stead.mesh.MessageLimit;
import dev.stead.mesh.net.Admission;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * One answer per frame, in order. The next frame is requested only when the answer to this one could be sent without queueing, so a
 * terminal that does not read costs one message, not memory. Each frame is admitted separately, since a stream may live for days.
 * When the service drains, the stream ends as soon as no presentation is open; whoever has begun has a moment to finish.
 */
final class IdentifyStream implements StreamObserver<IdentifyRequest> {
    /** Ten times a frame's usual size. The server lets larger ones through, so that they are answered here. */
    private static final int MAX_BYTES = 64 * 1024;

    /** Frames of one presentation follow each other in a tenth of this. */
    private static final Executor PATIENCE =
            CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS, Thread::startVirtualThread);

    private static final ErrorInterceptor ERRORS = new ErrorInterceptor(List.of(new MatcherErrors()));

    private final IdentifyFrames frames;
    private final Pace pace;
    private final ServerCallStreamObserver<IdentifyResponse> out;

    /** An answer is on its way: the next frame has not been requested. */
    @GuardedBy("this")
    private boolean answering;

    @GuardedBy("this")
    private boolean completed;

    @GuardedBy("this")
    private boolean waiting;

    @GuardedBy("this")
    private boolean draining;

    @GuardedBy("this")
    private boolean ended;

    /** What says when a frame is worked on, and when its answer leaves. */
    record Pace(Admission admission, AnswerTimes times) {}

    private IdentifyStream(IdentifyFrames frames, Pace pace, ServerCallStreamObserver<IdentifyResponse> out) {
        this.frames = frames;
        this.pace = pace;
        this.out = out;
    }

    static StreamObserver<IdentifyRequest> open(
            IdentifyFrames frames, Pace pace, ServerCallStreamObserver<IdentifyResponse> out) {
        var stream = new IdentifyStream(frames, pace, out);
        out.disableAutoRequest();
        out.setOnReadyHandler(stream::ready);
        Drain.endBy(stream::drain);
        stream.begin();
        return stream;
    }

    private synchronized void begin() {
        out.onNext(frames.first());
        out.request(1);
    }

    @Override
    public synchronized void onNext(IdentifyRequest request) {
        if (ended) {
            return;
        }
        answering = true;
        long since = pace.times.now();
        HeldAnswer<IdentifyResponse> answer = answer(request);
        if (answer.message().hasError()) {
            send(answer.message());
        } else {
            pace.times.send(
                    since,
                    answer.recorded(),
                    failure -> send(failure == null ? answer.message() : error(request, failure)));
        }
    }

    private synchronized void send(IdentifyResponse answer) {
        answering = false;
        if (ended) {
            return;
        }
        out.onNext(answer);
        if (completed) {
            finish();
            out.onCompleted();
        } else if (draining && !frames.hasOpen()) {
            end();
        } else if (out.isReady()) {
            out.request(1);
        } else {
            waiting = true;
        }
    }

    @Override
    public synchronized void onError(Throwable cause) {
        // The terminal disconnected; the open presentations of this stream go with it.
        finish();
    }

    @Override
    public synchronized void onCompleted() {
        if (answering) {
            completed = true;
        } else if (!ended) {
            finish();
            out.onCompleted();
        }
    }

    private synchronized void ready() {
        if (waiting) {
            waiting = false;
            out.request(1);
        }
    }

    private synchronized void drain() {
        draining = true;
        if (answering || frames.hasOpen()) {
            PATIENCE.execute(this::end);
        } else {
            end();
        }
    }

    private synchronized void end() {
        if (!ended) {
            finish();
            out.onError(Drain.problem().asException());
        }
    }

    @GuardedBy("this")
    private void finish() {
        ended = true;
        frames.end();
    }

    private HeldAnswer<IdentifyResponse> answer(IdentifyRequest request) {
        if (request.getSerializedSize() > MAX_BYTES) {
            frames.refused(request, "too_large");
            return HeldAnswer.free(error(
                    request,
                    MessageLimit.tooLarge(IdentificationServiceGrpc.getIdentifyMethod(), MAX_BYTES)
                            .asException()));
        }
        Optional<Admission.Ticket> ticket = pace.admission.tryAcquire(IdentificationGrpcService.SHARE);
        if (ticket.isEmpty()) {
            frames.refused(request, "overloaded");
            return HeldAnswer.free(error(request, Admission.refusal().asException()));
        }
        try {
            HeldAnswer<IdentifyResponse> answer = frames.answer(request);
            ticket.get().done();
            return answer;
        } catch (RuntimeException e) {
            ticket.get().ignored();
            return HeldAnswer.free(error(request, e));
        }
    }

    private IdentifyResponse error(IdentifyRequest request, RuntimeException e) {
        return frames.refusal(e)
                .setSequence(request.getSequence())
                .setError(StatusProto.fromThrowable(ERRORS.toStatus(e)))
                .build();
    }
}
