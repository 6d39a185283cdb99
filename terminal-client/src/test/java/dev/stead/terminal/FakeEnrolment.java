package dev.stead.terminal;

import com.google.protobuf.Timestamp;
import dev.stead.matcher.v1.BulkEnrolRequest;
import dev.stead.matcher.v1.BulkEnrolResponse;
import dev.stead.matcher.v1.Duplicate;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.ListDuplicatesRequest;
import dev.stead.matcher.v1.ListDuplicatesResponse;
import dev.stead.mesh.Problem;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Enrols in batches of ten, and refuses every subject whose id begins with {@code refuse}; {@code refuse-late} at the end of the stream, as
 * the matcher does with one batch, and {@code refuse-alike} as the look-alike of two others. Warns of each whose id begins with {@code
 * warn}.
 */
public final class FakeEnrolment extends EnrolmentServiceGrpc.EnrolmentServiceImplBase {
    public final List<BulkEnrolRequest> received = Collections.synchronizedList(new ArrayList<>());

    /** One of two pairs in the gallery {@code people}, and none elsewhere. */
    @Override
    public void listDuplicates(ListDuplicatesRequest request, StreamObserver<ListDuplicatesResponse> out) {
        var response = ListDuplicatesResponse.newBuilder();
        if (request.getGalleryId().equals("people")) {
            response.setDuplicateCount(2)
                    .addDuplicatesBuilder()
                    .setSubjectId("ada")
                    .setOtherSubjectId("eve")
                    .setFindTime(Timestamp.newBuilder().setSeconds(1_795_860_000));
        }
        out.onNext(response.build());
        out.onCompleted();
    }

    @Override
    public StreamObserver<BulkEnrolRequest> bulkEnrol(StreamObserver<BulkEnrolResponse> out) {
        return new StreamObserver<>() {
            private long enrolled;
            private long refused;
            private long durable;
            private final List<Long> late = new ArrayList<>();

            @Override
            public void onNext(BulkEnrolRequest request) {
                received.add(request);
                durable = request.getSequence();
                if (request.getSubjectId().startsWith("refuse-late")) {
                    refused++;
                    late.add(durable);
                } else if (request.getSubjectId().startsWith("refuse")) {
                    refused++;
                    out.onNext(response()
                            .setRefusedSequence(durable)
                            .setError(problem(request.getSubjectId()).asStatus())
                            .build());
                } else if (request.getSubjectId().startsWith("warn")) {
                    enrolled++;
                    out.onNext(response()
                            .addDuplicates(Duplicate.newBuilder()
                                    .setSubjectId("ada")
                                    .setOtherSubjectId(request.getSubjectId()))
                            .build());
                } else if (++enrolled % 10 == 0) {
                    out.onNext(response().build());
                }
            }

            private Problem problem(String subject) {
                return subject.startsWith("refuse-alike")
                        ? Problem.of(Status.Code.FAILED_PRECONDITION, "WRONG_PERSON", "looks like others")
                                .with("look_alikes", "ada,eve")
                        : Problem.of(Status.Code.ALREADY_EXISTS, "SUBJECT_EXISTS", "enrolled already");
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
                for (long sequence : late) {
                    out.onNext(response()
                            .setRefusedSequence(sequence)
                            .setError(problem("refuse-late").asStatus())
                            .build());
                }
                out.onNext(response().build());
                out.onCompleted();
            }
        };
    }
}
