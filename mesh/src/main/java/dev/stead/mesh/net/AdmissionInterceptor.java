package dev.stead.mesh.net;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Admits the unary methods that have a share; lets all others pass. */
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
        Admission.Ticket ticket = admission
                .tryAcquire(share.get())
                .orElseThrow(() -> Admission.refusal().asException());
        var owned = new OwnedTicket(ticket);
        try {
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
        } catch (RuntimeException e) {
            owned.returnFor(Status.Code.INTERNAL);
            throw e;
        }
    }

    /** A ticket that is returned once, however the call ends. */
    private static final class OwnedTicket {
        private final AtomicReference<Admission.@Nullable Ticket> ticket;

        OwnedTicket(Admission.Ticket ticket) {
            this.ticket = new AtomicReference<>(ticket);
        }

        void returnFor(Status.Code outcome) {
            Admission.Ticket mine = ticket.getAndSet(null);
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
