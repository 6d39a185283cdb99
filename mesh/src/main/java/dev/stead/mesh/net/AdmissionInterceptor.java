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
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        Optional<String> share = admission.shareOf(call.getMethodDescriptor());
        if (share.isEmpty()) {
            return next.startCall(call, headers);
        }
        Admission.Ticket ticket = admission
                .tryAcquire(share.get())
                .orElseThrow(() -> Admission.refusal().asException());
        var once = new Once(ticket);
        try {
            var listener = next.startCall(
                    new SimpleForwardingServerCall<>(call) {
                        @Override
                        public void close(Status status, Metadata trailers) {
                            once.giveBack(status.getCode());
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
                        // An exception is closed by an interceptor further out, past our close.
                        once.giveBack(Status.Code.INTERNAL);
                        throw e;
                    }
                }

                @Override
                public void onCancel() {
                    once.giveBack(Status.Code.CANCELLED);
                    super.onCancel();
                }
            };
        } catch (RuntimeException e) {
            once.giveBack(Status.Code.INTERNAL);
            throw e;
        }
    }

    private static final class Once {
        private final AtomicReference<Admission.@Nullable Ticket> ticket;

        Once(Admission.Ticket ticket) {
            this.ticket = new AtomicReference<>(ticket);
        }

        void giveBack(Status.Code outcome) {
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
