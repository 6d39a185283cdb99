package dev.stead.matcher.grpc;

import dev.stead.matcher.domain.AddedSample;
import dev.stead.matcher.domain.BulkEnroller;
import dev.stead.matcher.domain.CaptureNonce;
import dev.stead.matcher.domain.Enroller;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.Galleries;
import dev.stead.matcher.domain.Gallery;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.Subject;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.duplicate.Duplicate;
import dev.stead.matcher.domain.duplicate.Duplicates;
import dev.stead.matcher.v1.AddTemplateRequest;
import dev.stead.matcher.v1.AddTemplateResponse;
import dev.stead.matcher.v1.BulkEnrolRequest;
import dev.stead.matcher.v1.BulkEnrolResponse;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.EnrolSubjectResponse;
import dev.stead.matcher.v1.EnrolmentServiceGrpc.EnrolmentServiceImplBase;
import dev.stead.matcher.v1.EraseSubjectRequest;
import dev.stead.matcher.v1.EraseSubjectResponse;
import dev.stead.matcher.v1.GetGalleryRequest;
import dev.stead.matcher.v1.GetGalleryResponse;
import dev.stead.matcher.v1.GetSubjectRequest;
import dev.stead.matcher.v1.GetSubjectResponse;
import dev.stead.matcher.v1.ListDuplicatesRequest;
import dev.stead.matcher.v1.ListDuplicatesResponse;
import dev.stead.matcher.v1.ListHeldEnrolmentsRequest;
import dev.stead.matcher.v1.ListHeldEnrolmentsResponse;
import dev.stead.matcher.v1.RejectHeldEnrolmentRequest;
import dev.stead.matcher.v1.RejectHeldEnrolmentResponse;
import dev.stead.matcher.v1.ReleaseHeldEnrolmentRequest;
import dev.stead.matcher.v1.ReleaseHeldEnrolmentResponse;
import dev.stead.matcher.v1.Sample;
import dev.stead.matcher.v1.VerifyErasureRequest;
import dev.stead.matcher.v1.VerifyErasureResponse;
import dev.stead.mesh.Unary;
import dev.stead.mesh.request.RequestIdentity;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** {@code stead.matcher.v1.EnrolmentService}. Writes wait for the disk, so these methods run on virtual threads. Thread-safe. */
public final class EnrolmentGrpcService extends EnrolmentServiceImplBase {
    /** The largest request of an enrolment, also of one in a stream: room for ten samples. */
    public static final int MAX_BYTES = 256 * 1024;

    private static final int MAX_LISTED = 100;

    private final Galleries galleries;
    private final UseCases useCases;
    private final InstantSource clock;

    public EnrolmentGrpcService(Galleries galleries, UseCases useCases, InstantSource clock) {
        this.galleries = galleries;
        this.useCases = useCases;
        this.clock = clock;
    }

    /** The use cases behind this service. */
    public record UseCases(Enroller enroller, BulkEnroller bulkEnroller, Eraser eraser, Duplicates duplicates) {
        /** Whom those look like whom an operator has enrolled, if operators are warned of it. */
        List<Duplicate.Kept> warnings(Gallery gallery, List<SubjectId> enrolled) {
            return enroller.duplicatePolicy() == Enroller.DuplicatePolicy.WARN
                    ? duplicates.of(gallery.config().id(), enrolled)
                    : List.of();
        }
    }

    @Override
    public void enrolSubject(EnrolSubjectRequest request, StreamObserver<EnrolSubjectResponse> out) {
        Unary.answer(out, () -> {
            SubjectId subject = RequestContext.subject(request.getSubjectId());
            RequestIdentity identity = RequestContext.identity(
                    request.getRequestId(),
                    "EnrolSubject",
                    subject,
                    request.toBuilder().clearRequestId().build());
            var enrolment = new Enrolment(
                    subject,
                    Messages.consent(request.getConsent()),
                    Samples.of(request.getSamplesList()),
                    clock.instant(),
                    Messages.lookAlikes(request.getLookAlikesList()));
            try {
                Gallery gallery = gallery(request.getGalleryId());
                Subject enrolled = useCases.enroller().enrol(gallery, identity, enrolment);
                var response = EnrolSubjectResponse.newBuilder().setSubject(Messages.of(enrolled));
                if (RequestContext.operator().isPresent()) {
                    useCases.warnings(gallery, List.of(subject))
                            .forEach(one -> response.addDuplicateSubjectIds(
                                    one.pair().besides(subject).value()));
                }
                return response.build();
            } finally {
                enrolment.wipe();
            }
        });
    }

    @Override
    public void addTemplate(AddTemplateRequest request, StreamObserver<AddTemplateResponse> out) {
        Unary.answer(out, () -> {
            SubjectId subject = RequestContext.subject(request.getSubjectId());
            RequestIdentity identity = RequestContext.identity(
                    request.getRequestId(),
                    "AddTemplate",
                    subject,
                    request.toBuilder().clearRequestId().build());
            var addition = new AddedSample(
                    subject, Samples.of(request.getSample()), Messages.lookAlikes(request.getLookAlikesList()));
            try {
                Subject enrolled = useCases.enroller().add(gallery(request.getGalleryId()), identity, addition);
                return AddTemplateResponse.newBuilder()
                        .setSubject(Messages.of(enrolled))
                        .build();
            } finally {
                addition.sample().wipe();
            }
        });
    }

    @Override
    public void getSubject(GetSubjectRequest request, StreamObserver<GetSubjectResponse> out) {
        Unary.answer(out, () -> {
            Gallery gallery = gallery(request.getGalleryId());
            Subject subject = gallery.find(RequestContext.subject(request.getSubjectId()))
                    .orElseThrow(
                            () -> new MatcherException(MatcherError.SUBJECT_UNKNOWN, "the subject is not enrolled"));
            var response = GetSubjectResponse.newBuilder().setSubject(Messages.of(subject));
            if (RequestContext.operator().isPresent()) {
                gallery.recordedLookAlikes(subject.id()).stream()
                        .map(Messages::of)
                        .forEach(response::addLookAlikes);
            }
            return response.build();
        });
    }

    @Override
    public void eraseSubject(EraseSubjectRequest request, StreamObserver<EraseSubjectResponse> out) {
        Unary.answer(out, () -> {
            Eraser.Erasure erasure = erasure(request);
            RequestIdentity identity = RequestContext.identity(
                    request.getRequestId(), "EraseSubject", erasure.subject(), withoutSample(request));
            try {
                var receipt = useCases.eraser().erase(gallery(request.getGalleryId()), identity, erasure);
                return EraseSubjectResponse.newBuilder()
                        .setReceipt(Messages.of(receipt))
                        .build();
            } finally {
                if (erasure instanceof Eraser.WithProof proven) {
                    proven.proof().wipe();
                }
            }
        });
    }

    private static Eraser.Erasure erasure(EraseSubjectRequest request) {
        SubjectId subject = RequestContext.subject(request.getSubjectId());
        if (RequestContext.operator().isPresent()) {
            return new Eraser.ByOperator(subject);
        }
        return request.hasProof()
                ? new Eraser.WithProof(
                        subject,
                        Samples.of(request.getProof()),
                        CaptureNonce.of(request.getCaptureNonce().toByteArray()))
                : new Eraser.ByToken(subject);
    }

    /** The fingerprint of the request outlives the erased, so it must not be of their sample. */
    private static EraseSubjectRequest withoutSample(EraseSubjectRequest request) {
        EraseSubjectRequest.Builder without =
                request.toBuilder().clearRequestId().clearCaptureNonce();
        return request.hasProof()
                ? without.setProof(Sample.getDefaultInstance()).build()
                : without.build();
    }

    @Override
    public void verifyErasure(VerifyErasureRequest request, StreamObserver<VerifyErasureResponse> out) {
        Unary.answer(out, () -> {
            Eraser.Erasures.Verified verified =
                    useCases.eraser().verify(receiptId(request.getReceiptId()), RequestContext.self());
            return VerifyErasureResponse.newBuilder()
                    .setReceipt(Messages.of(verified.receipt()))
                    .setErased(verified.erased())
                    .build();
        });
    }

    @Override
    public StreamObserver<BulkEnrolRequest> bulkEnrol(StreamObserver<BulkEnrolResponse> out) {
        return BulkEnrolStream.open(galleries, useCases, clock, (ServerCallStreamObserver<BulkEnrolResponse>) out);
    }

    @Override
    public void getGallery(GetGalleryRequest request, StreamObserver<GetGalleryResponse> out) {
        Unary.answer(
                out,
                () -> GetGalleryResponse.newBuilder()
                        .setGallery(Messages.of(gallery(request.getGalleryId())))
                        .build());
    }

    @Override
    public void listHeldEnrolments(ListHeldEnrolmentsRequest request, StreamObserver<ListHeldEnrolmentsResponse> out) {
        Unary.answer(
                out,
                () -> ListHeldEnrolmentsResponse.newBuilder()
                        .addAllHeldEnrolments(
                                gallery(request.getGalleryId()).heldEnrolments().oldest(MAX_LISTED).stream()
                                        .map(Messages::of)
                                        .toList())
                        .build());
    }

    @Override
    public void listDuplicates(ListDuplicatesRequest request, StreamObserver<ListDuplicatesResponse> out) {
        Unary.answer(out, () -> {
            GalleryId gallery = gallery(request.getGalleryId()).config().id();
            return ListDuplicatesResponse.newBuilder()
                    .addAllDuplicates(useCases.duplicates().oldest(gallery, MAX_LISTED).stream()
                            .map(Messages::of)
                            .toList())
                    .setDuplicateCount(useCases.duplicates().count(gallery))
                    .build();
        });
    }

    @Override
    public void releaseHeldEnrolment(
            ReleaseHeldEnrolmentRequest request, StreamObserver<ReleaseHeldEnrolmentResponse> out) {
        Unary.answer(out, () -> {
            SubjectId subject = RequestContext.subject(request.getSubjectId());
            RequestIdentity identity = RequestContext.identity(
                    request.getRequestId(),
                    "ReleaseHeldEnrolment",
                    subject,
                    request.toBuilder().clearRequestId().build());
            Subject released = useCases.enroller()
                    .release(
                            gallery(request.getGalleryId()),
                            identity,
                            subject,
                            Messages.lookAlikes(request.getLookAlikesList()));
            return ReleaseHeldEnrolmentResponse.newBuilder()
                    .setSubject(Messages.of(released))
                    .build();
        });
    }

    @Override
    public void rejectHeldEnrolment(
            RejectHeldEnrolmentRequest request, StreamObserver<RejectHeldEnrolmentResponse> out) {
        Unary.answer(out, () -> {
            SubjectId subject = RequestContext.subject(request.getSubjectId());
            RequestIdentity identity = RequestContext.identity(
                    request.getRequestId(),
                    "RejectHeldEnrolment",
                    subject,
                    request.toBuilder().clearRequestId().build());
            useCases.eraser().reject(gallery(request.getGalleryId()), identity, subject);
            return RejectHeldEnrolmentResponse.getDefaultInstance();
        });
    }

    private Gallery gallery(String id) {
        return galleries.get(new GalleryId(id));
    }

    private static UUID receiptId(String id) {
        try {
            return UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            throw new MatcherException(MatcherError.RECEIPT_UNKNOWN, "there is no such receipt");
        }
    }
}
