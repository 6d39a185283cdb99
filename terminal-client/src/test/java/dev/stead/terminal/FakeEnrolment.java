package dev.stead.terminal;

import dev.stead.matcher.v1.BulkEnrolRequest;
import dev.stead.matcher.v1.BulkEnrolResponse;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.mesh.Problem;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Enrols in batches of ten, and refuses every subject whose id begins with {@code refuse}. */
public final class FakeEnrolment extends EnrolmentServiceGrpc.EnrolmentServiceImplBase {
    public final List<BulkEnrolRequest> received = Collections.synchronizedList(new ArrayList<>());

    @Override
    public StreamObserver<BulkEnrolRequest> bulkEnrol(StreamObserver<BulkEnrolResponse> out) {
        return new StreamObserver<>() {
            private long enrolled;
            private long refused;
            private long durable;

            @Override
            public void onNext(BulkEnrolRequest request) {
                received.add(request);
                durable = request.getSequence();
                if (request.getSubjectId().startsWith("refuse")) {
                    refused++;
                    out.onNext(response()
                            .setRefusedSequence(durable)
                            .setError(Problem.of(Status.Code.ALREADY_EXISTS, "SUBJECT_EXISTS", "enrolled already")
                                    .asStatus())
                            .build());
                } else if (++enrolled % 10 == 0) {
                    out.onNext(response().build());
                }
            }

            private BulkEnrolResponse.Builder response() {
                return BulkEnrolResponse.newBuilder()
                        .setDurableSequence(durable)
                        .setEnrolled(enrolled)
                        .setRefused(refused);
            }

            @Override
            public void onError(Throwable t) {}

            @Override
            public void onCompleted() {
                out.onNext(response().build());
                out.onCompleted();
            }
        };
    }
}
