package dev.stead.mesh.net;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Admits the unary methods that have a share; lets all others pass. A call takes its place when its whole request has come: one that
 * keeps the service waiting for it works for nobody, and would keep others out.
 */
public final class AdmissionInterceptor implements ServerInterceptor {
    private final Admission admission;

    public AdmissionInterceptor(Admission admission) {
        this.admission = admission;
    }

    @Override
    public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
            ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
        Optional<String> share = admission.shareOf(call.getMethodDescriptor());
        if (share.isEmpty()) {
            return next.startCall(call, headers);
        }
        var owned = new OwnedTicket();
        var listener = next.startCall(
                new SimpleForwardingServerCall<>(call) {
                    @Override
                    public void close(Status status, Metadata trailers) {
                        owned.returnFor(status.getCode());
                        super.close(status, trailers);
                    }
                },
                headers);
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onHalfClose() {
                owned.take(admission
                        .tryAcquire(share.get())
                        .orElseThrow(() -> Admission.refusal().asException()));
                try {
                    super.onHalfClose();
                } catch (RuntimeException e) {
                    // An interceptor further out answers the exception, past our close().
                    owned.returnFor(Status.Code.INTERNAL);
                    throw e;
                }
            }

            @Override
            public void onCancel() {
                owned.returnFor(Status.Code.CANCELLED);
                super.onCancel();
            }
        };
    }

    /** A ticket that is returned once, however the call ends, and at once if it has ended already. */
    private static final class OwnedTicket {
        @GuardedBy("this")
        private Admission.@Nullable Ticket ticket;

        @GuardedBy("this")
        private boolean ended;

        synchronized void take(Admission.Ticket mine) {
            if (ended) {
                mine.ignored();
            } else {
                ticket = mine;
            }
        }

        synchronized void returnFor(Status.Code outcome) {
            ended = true;
            Admission.Ticket mine = ticket;
            ticket = null;
            if (mine == null) {
                return;
            }
            switch (outcome) {
                case OK -> mine.done();
                case DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED, UNAVAILABLE -> mine.dropped();
                default -> mine.ignored();
            }
        }
    }
}
