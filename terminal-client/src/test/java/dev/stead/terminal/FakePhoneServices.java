package dev.stead.terminal;

import com.google.protobuf.ByteString;
import dev.stead.matcher.v1.Decision;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.EnrolSubjectResponse;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.NotIdentified;
import dev.stead.matcher.v1.Subject;
import dev.stead.matcher.v1.VerifyRequest;
import dev.stead.matcher.v1.VerifyResponse;
import dev.stead.mesh.Problem;
import dev.stead.task.v1.AcceptTaskRequest;
import dev.stead.task.v1.AcceptTaskResponse;
import dev.stead.task.v1.DelegationServiceGrpc;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.NotificationServiceGrpc;
import dev.stead.task.v1.ProposeTaskRequest;
import dev.stead.task.v1.ProposeTaskResponse;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.WatchNotificationsRequest;
import dev.stead.task.v1.WatchNotificationsResponse;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The services that a phone calls; records the tokens that they receive. */
final class FakePhoneServices {
    final List<String> tokens = Collections.synchronizedList(new ArrayList<>());
    final List<Long> cursors = Collections.synchronizedList(new ArrayList<>());
    final List<ProposeTaskRequest> proposed = Collections.synchronizedList(new ArrayList<>());

    final ServerInterceptor tokenRecorder = new ServerInterceptor() {
        @Override
        public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
                ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
            tokens.add(String.valueOf(headers.get(Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER))));
            return next.startCall(call, headers);
        }
    };

    final IdentificationServiceGrpc.IdentificationServiceImplBase identification =
            new IdentificationServiceGrpc.IdentificationServiceImplBase() {
                @Override
                public void verify(VerifyRequest request, StreamObserver<VerifyResponse> out) {
                    boolean known = request.getSample().getQuality() > 50;
                    ByteString nonce = request.getCaptureNonce();
                    Decision decision = known
                            ? FakeMatcher.identified("verified." + nonce.size() + ".x")
                            : Decision.newBuilder()
                                    .setNotIdentified(NotIdentified.getDefaultInstance())
                                    .build();
                    reply(out, VerifyResponse.newBuilder().setDecision(decision).build());
                }
            };

    final EnrolmentServiceGrpc.EnrolmentServiceImplBase enrolment =
            new EnrolmentServiceGrpc.EnrolmentServiceImplBase() {
                @Override
                public void enrolSubject(EnrolSubjectRequest request, StreamObserver<EnrolSubjectResponse> out) {
                    Subject subject = Subject.newBuilder()
                            .setSubjectId("me" + request.getSubjectId())
                            .setConsent(request.getConsent())
                            .setTemplateCount(request.getSamplesCount())
                            .build();
                    reply(
                            out,
                            EnrolSubjectResponse.newBuilder()
                                    .setSubject(subject)
                                    .build());
                }
            };

    final DelegationServiceGrpc.DelegationServiceImplBase delegation =
            new DelegationServiceGrpc.DelegationServiceImplBase() {
                @Override
                public void proposeTask(ProposeTaskRequest request, StreamObserver<ProposeTaskResponse> out) {
                    proposed.add(request);
                    Task task = Task.newBuilder()
                            .setTaskId("task-1")
                            .setDelegateId(request.getDelegateId())
                            .build();
                    reply(out, ProposeTaskResponse.newBuilder().setTask(task).build());
                }

                @Override
                public void acceptTask(AcceptTaskRequest request, StreamObserver<AcceptTaskResponse> out) {
                    Task task = Task.newBuilder()
                            .setTaskId(request.getTaskId())
                            .setState(Task.State.STATE_READY)
                            .build();
                    reply(out, AcceptTaskResponse.newBuilder().setTask(task).build());
                }
            };

    /** Sends two notifications per stream and then ends it, alternately with OK and with an error; after the sixteenth it refuses. */
    final NotificationServiceGrpc.NotificationServiceImplBase notifications =
            new NotificationServiceGrpc.NotificationServiceImplBase() {
                @Override
                public void watchNotifications(
                        WatchNotificationsRequest request, StreamObserver<WatchNotificationsResponse> out) {
                    cursors.add(request.getAfterCursor());
                    if (request.getAfterCursor() == 16) {
                        out.onError(Status.UNAUTHENTICATED.asRuntimeException());
                        return;
                    }
                    if (request.getAfterCursor() > 16) {
                        out.onError(Problem.of(Status.Code.INVALID_ARGUMENT, "CURSOR_INVALID", "watch with 0")
                                .asException());
                        return;
                    }
                    // A stream that breaks may lose one of the two: the next one then starts at an odd cursor.
                    long last = Math.min(request.getAfterCursor() + 2, 16);
                    for (long cursor = request.getAfterCursor() + 1; cursor <= last; cursor++) {
                        out.onNext(WatchNotificationsResponse.newBuilder()
                                .setNotification(Notification.newBuilder().setCursor(cursor))
                                .build());
                    }
                    if (cursors.size() % 2 == 0) {
                        out.onError(Status.UNAVAILABLE.asRuntimeException());
                    } else {
                        out.onCompleted();
                    }
                }
            };

    private static <T> void reply(StreamObserver<T> out, T response) {
        out.onNext(response);
        out.onCompleted();
    }
}
