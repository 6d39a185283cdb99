package dev.stead.terminal;

import dev.stead.matcher.v1.BulkEnrolRequest;
import dev.stead.matcher.v1.BulkEnrolResponse;
import dev.stead.matcher.v1.Consent;
import dev.stead.matcher.v1.Duplicate;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.LookAlike;
import dev.stead.mesh.Problem;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.BlockingClientCall;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One bulk enrolment on one stream. Sends as fast as the matcher accepts, and reads the responses from time to time. Remembers which
 * subject each unacknowledged request names, so that a refusal can be reported by subject id.
 */
final class BulkEnrolment {
    private static final int READ_EVERY = 32;
    private static final long TIMEOUT_SECONDS = 30;

    private final EnrolmentServiceGrpc.EnrolmentServiceBlockingV2Stub matcher;
    private final String galleryId;
    private final Consent consent;
    private final Consumer<BulkProgress> listener;
    private final Map<Long, String> unacknowledged = new LinkedHashMap<>();
    private final Map<String, String> refused = new LinkedHashMap<>();
    private final Map<String, List<String>> lookAlikes = new LinkedHashMap<>();
    private BulkProgress progress = BulkProgress.none();

    BulkEnrolment(
            EnrolmentServiceGrpc.EnrolmentServiceBlockingV2Stub matcher,
            String galleryId,
            Consent consent,
            Consumer<BulkProgress> listener) {
        this.matcher = matcher;
        this.galleryId = galleryId;
        this.consent = consent;
        this.listener = listener;
    }

    BulkProgress run(Iterator<SubjectEnrolment> enrolments) {
        BlockingClientCall<BulkEnrolRequest, BulkEnrolResponse> stream = matcher.bulkEnrol();
        try {
            long sequence = 0;
            while (enrolments.hasNext()) {
                SubjectEnrolment next = enrolments.next();
                sequence++;
                unacknowledged.put(sequence, next.subjectId());
                if (!stream.write(request(sequence, next), TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                    break;
                }
                if (sequence % READ_EVERY == 0) {
                    readAvailable(stream);
                }
            }
            stream.halfClose();
            while (stream.hasNext()) {
                handle(stream.read());
            }
            if (progress.durable() < sequence) {
                throw SteadException.of(
                        "matcher", "the end of the stream before all subjects were durable: start again");
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

    /** Reads the responses that have arrived, without waiting for more. */
    private void readAvailable(BlockingClientCall<BulkEnrolRequest, BulkEnrolResponse> stream)
            throws StatusException, InterruptedException {
        try {
            BulkEnrolResponse response = stream.read(1, TimeUnit.MILLISECONDS);
            while (response != null) {
                handle(response);
                response = stream.read(1, TimeUnit.MILLISECONDS);
            }
        } catch (TimeoutException e) {
            // No more for now.
        }
    }

    private void handle(BulkEnrolResponse response) {
        if (response.getDurableSequence() > progress.durable()) {
            // The refusals of one batch come one after the other, all with its durable sequence: only the next batch
            // ends them.
            unacknowledged.keySet().removeIf(sequence -> sequence <= progress.durable());
        }
        if (response.getRefusedSequence() != 0) {
            refuse(
                    unacknowledged.getOrDefault(response.getRefusedSequence(), "#" + response.getRefusedSequence()),
                    SteadException.from("matcher", StatusProto.toStatusException(response.getError()))
                            .problem());
        }
        response.getDuplicatesList().forEach(this::warn);
        progress = new BulkProgress(response.getDurableSequence(), response.getEnrolled(), refused, lookAlikes);
        listener.accept(progress);
    }

    private void refuse(String subject, Problem problem) {
        refused.put(subject, problem.reason());
        String others = problem.metadata().get("look_alikes");
        if (others != null) {
            lookAlikes.put(subject, List.of(others.split(",", -1)));
        }
    }

    /** A pair does not say which of the two was enrolled now. */
    private void warn(Duplicate pair) {
        boolean first = unacknowledged.containsValue(pair.getSubjectId());
        String subject = first ? pair.getSubjectId() : pair.getOtherSubjectId();
        String other = first ? pair.getOtherSubjectId() : pair.getSubjectId();
        lookAlikes.merge(
                subject,
                List.of(other),
                (known, more) ->
                        Stream.concat(known.stream(), more.stream()).distinct().toList());
    }

    private BulkEnrolRequest request(long sequence, SubjectEnrolment enrolment) {
        return BulkEnrolRequest.newBuilder()
                .setSequence(sequence)
                .setGalleryId(galleryId)
                .setSubjectId(enrolment.subjectId())
                .setConsent(consent)
                .addAllSamples(
                        enrolment.samples().stream().map(ServiceCalls::message).toList())
                .addAllLookAlikes(enrolment.lookAlikes().entrySet().stream()
                        .map(other -> LookAlike.newBuilder()
                                .setSubjectId(other.getKey())
                                .setReason(other.getValue())
                                .build())
                        .toList())
                .build();
    }
}
