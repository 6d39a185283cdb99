package dev.stead.terminal;

import dev.stead.matcher.v1.BulkEnrolRequest;
import dev.stead.matcher.v1.BulkEnrolResponse;
import dev.stead.matcher.v1.Consent;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.BlockingClientCall;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * One bulk enrolment on one stream. Sends while the matcher takes, and now and then reads what it said; remembers the names of what is not
 * answered yet, so that a refusal is told by name.
 */
final class BulkEnrolment {
    private static final int LOOK_EVERY = 32;
    private static final long SILENCE_SECONDS = 30;

    private final EnrolmentServiceGrpc.EnrolmentServiceBlockingV2Stub matcher;
    private final String galleryId;
    private final Consent consent;
    private final Consumer<BulkProgress> told;
    private final Map<Long, String> unanswered = new LinkedHashMap<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private BulkProgress progress = new BulkProgress(0, 0, Map.of());

    BulkEnrolment(
            EnrolmentServiceGrpc.EnrolmentServiceBlockingV2Stub matcher,
            String galleryId,
            Consent consent,
            Consumer<BulkProgress> told) {
        this.matcher = matcher;
        this.galleryId = galleryId;
        this.consent = consent;
        this.told = told;
    }

    BulkProgress run(Iterator<SubjectEnrolment> enrolments) {
        BlockingClientCall<BulkEnrolRequest, BulkEnrolResponse> stream = matcher.bulkEnrol();
        try {
            long sequence = 0;
            while (enrolments.hasNext()) {
                SubjectEnrolment next = enrolments.next();
                sequence++;
                unanswered.put(sequence, next.subjectId());
                if (!stream.write(request(sequence, next), SILENCE_SECONDS, TimeUnit.SECONDS)) {
                    break;
                }
                if (sequence % LOOK_EVERY == 0) {
                    takeWhatCame(stream);
                }
            }
            stream.halfClose();
            while (stream.hasNext()) {
                take(stream.read());
            }
            if (progress.durable() < sequence) {
                throw SteadException.of("matcher", "an end before all subjects were durable: begin again");
            }
            return progress;
        } catch (StatusException e) {
            throw SteadException.from("matcher", e);
        } catch (TimeoutException e) {
            throw SteadException.from("matcher", Status.DEADLINE_EXCEEDED.asException());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw SteadException.from(
                    "matcher", Status.CANCELLED.withDescription("interrupted").asException());
        } finally {
            stream.cancel("done", null);
        }
    }

    /** Takes what has come, without waiting for more. */
    private void takeWhatCame(BlockingClientCall<BulkEnrolRequest, BulkEnrolResponse> stream)
            throws StatusException, InterruptedException {
        try {
            BulkEnrolResponse response = stream.read(1, TimeUnit.MILLISECONDS);
            while (response != null) {
                take(response);
                response = stream.read(1, TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException e) {
            // Nothing more for now.
        }
    }

    private void take(BulkEnrolResponse response) {
        if (response.getRefusedSequence() != 0) {
            String subject =
                    unanswered.getOrDefault(response.getRefusedSequence(), "#" + response.getRefusedSequence());
            refused.put(
                    subject,
                    SteadException.from("matcher", StatusProto.toStatusException(response.getError()))
                            .reason());
        }
        unanswered.keySet().removeIf(sequence -> sequence <= response.getDurableSequence());
        progress = new BulkProgress(response.getDurableSequence(), response.getEnrolled(), refused);
        told.accept(progress);
    }

    private BulkEnrolRequest request(long sequence, SubjectEnrolment enrolment) {
        return BulkEnrolRequest.newBuilder()
                .setSequence(sequence)
                .setGalleryId(galleryId)
                .setSubjectId(enrolment.subjectId())
                .setConsent(consent)
                .addAllSamples(enrolment.samples().stream().map(ServiceCalls::message).toList())
                .build();
    }
}
