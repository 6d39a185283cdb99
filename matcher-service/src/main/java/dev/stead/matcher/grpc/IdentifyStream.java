package dev.stead.matcher.grpc;

import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.IdentifyResponse;
import dev.stead.mesh.ErrorInterceptor;
import dev.stead.mesh.net.Admission;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.Optional;

/**
 * One answer per frame, in order. The next frame is requested only when the answer to this one could be sent without queueing, so a terminal
 * that does not read costs one message, not memory. Each frame is admitted separately, since a stream may live for days.
 */
final class IdentifyStream implements StreamObserver<IdentifyRequest> {
    private static final ErrorInterceptor ERRORS = new ErrorInterceptor(List.of(new MatcherErrors()));

    private final IdentifyFrames frames;
    private final Admission admission;
    private final ServerCallStreamObserver<IdentifyResponse> out;
    private boolean waiting;

    private IdentifyStream(IdentifyFrames frames, Admission admission, ServerCallStreamObserver<IdentifyResponse> out) {
        this.frames = frames;
        this.admission = admission;
        this.out = out;
    }

    static StreamObserver<IdentifyRequest> open(
            IdentifyFrames frames, Admission admission, ServerCallStreamObserver<IdentifyResponse> out) {
        var stream = new IdentifyStream(frames, admission, out);
        out.disableAutoRequest();
        out.setOnReadyHandler(stream::ready);
        out.request(1);
        return stream;
    }

    @Override
    public void onNext(IdentifyRequest request) {
        out.onNext(answer(request));
        if (out.isReady()) {
            out.request(1);
        } else {
            waiting = true;
        }
    }

    @Override
    public void onError(Throwable cause) {
        // The terminal disconnected; the open presentations of this stream go with it.
    }

    @Override
    public void onCompleted() {
        out.onCompleted();
    }

    private void ready() {
        if (waiting) {
            waiting = false;
            out.request(1);
        }
    }

    private IdentifyResponse answer(IdentifyRequest request) {
        Optional<Admission.Ticket> ticket = admission.tryAcquire(IdentificationGrpcService.SHARE);
        if (ticket.isEmpty()) {
            return error(request, Admission.refusal().asException());
        }
        try {
            IdentifyResponse answer = frames.answer(request);
            ticket.get().done();
            return answer;
        } catch (RuntimeException e) {
            ticket.get().ignored();
            return error(request, e);
        }
    }

    private static IdentifyResponse error(IdentifyRequest request, RuntimeException e) {
        return IdentifyResponse.newBuilder()
                .setSequence(request.getSequence())
                .setError(StatusProto.fromThrowable(ERRORS.toStatus(e)))
                .build();
    }
}
