package dev.stead.matcher.grpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Galleries;
import dev.stead.matcher.domain.Gallery;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.duplicate.Duplicate;
import dev.stead.matcher.v1.BulkEnrolRequest;
import dev.stead.matcher.v1.BulkEnrolResponse;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.mesh.Drain;
import dev.stead.mesh.MessageLimit;
import dev.stead.mesh.Problem;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Collects enrolments into batches, and answers each batch when it is durable. A batch is written when it is full, when the gallery
 * changes, when the stream ends, and 100 ms after its first enrolment in any case: a caller may wait for each answer.
 */
final class BulkEnrolStream implements StreamObserver<BulkEnrolRequest> {
    private static final int BATCH = 64;
    private static final Executor SOON =
            CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS, Thread::startVirtualThread);

    private final Galleries galleries;
    private final EnrolmentGrpcService.UseCases useCases;
    private final InstantSource clock;
    private final ServerCallStreamObserver<BulkEnrolResponse> out;

    @GuardedBy("this")
    private final List<Pending> batch = new ArrayList<>();

    @GuardedBy("this")
    private Optional<Gallery> gallery = Optional.empty();

    @GuardedBy("this")
    private long lastSequence;

    @GuardedBy("this")
    private long enrolled;

    @GuardedBy("this")
    private long refused;

    @GuardedBy("this")
    private boolean waiting;

    @GuardedBy("this")
    private boolean ended;

    private record Pending(long sequence, Enrolment enrolment) {}

    private BulkEnrolStream(
            Galleries galleries,
            EnrolmentGrpcService.UseCases useCases,
            InstantSource clock,
            ServerCallStreamObserver<BulkEnrolResponse> out) {
        this.galleries = galleries;
        this.useCases = useCases;
        this.clock = clock;
        this.out = out;
    }

    static StreamObserver<BulkEnrolRequest> open(
            Galleries galleries,
            EnrolmentGrpcService.UseCases useCases,
            InstantSource clock,
            ServerCallStreamObserver<BulkEnrolResponse> out) {
        var stream = new BulkEnrolStream(galleries, useCases, clock, out);
        out.disableAutoRequest();
        out.setOnReadyHandler(stream::ready);
        Drain.endBy(stream::drain);
        out.request(1);
        return stream;
    }

    /** A sequence that does not rise ends the stream: its numbers no longer say how far it got. */
    @Override
    public synchronized void onNext(BulkEnrolRequest request) {
        if (ended) {
            return;
        }
        long sequence = request.getSequence();
        if (sequence <= lastSequence) {
            write();
            ended = true;
            throw new MatcherException(
                    MatcherError.SEQUENCE_NOT_INCREASING,
                    "sequence must rise with each message, from 1: the last was " + lastSequence);
        }
        if (request.getSerializedSize() > EnrolmentGrpcService.MAX_BYTES) {
            write();
            lastSequence = sequence;
            refuse(
                    sequence,
                    MessageLimit.tooLarge(EnrolmentServiceGrpc.getBulkEnrolMethod(), EnrolmentGrpcService.MAX_BYTES));
            next();
            return;
        }
        try {
            Gallery named = galleries.get(new GalleryId(request.getGalleryId()));
            Enrolment enrolment = enrolment(request);
            if (gallery.isPresent() && !gallery.get().equals(named)) {
                write();
            }
            gallery = Optional.of(named);
            lastSequence = sequence;
            add(new Pending(sequence, enrolment));
        } catch (MatcherException e) {
            write();
            lastSequence = sequence;
            refuse(sequence, MatcherErrors.problem(e));
        }
        next();
    }

    @Override
    public synchronized void onError(Throwable cause) {
        // What was not answered was not acknowledged: the caller continues after the last durable sequence.
        ended = true;
        batch.forEach(pending -> pending.enrolment().wipe());
        batch.clear();
    }

    @Override
    public synchronized void onCompleted() {
        if (!ended) {
            write();
            ended = true;
            out.onCompleted();
        }
    }

    /** What has come is durable, and answered; the caller continues behind it. */
    private synchronized void drain() {
        if (!ended) {
            write();
            ended = true;
            out.onError(Drain.problem().asException());
        }
    }

    @GuardedBy("this")
    private void add(Pending pending) {
        batch.add(pending);
        if (batch.size() >= BATCH) {
            write();
        } else if (batch.size() == 1) {
            SOON.execute(this::writeSoon);
        }
    }

    private synchronized void writeSoon() {
        if (!ended && !out.isCancelled()) {
            try {
                write();
            } catch (RuntimeException e) {
                ended = true;
                out.onError(e);
            }
        }
    }

    @GuardedBy("this")
    private void write() {
        if (batch.isEmpty() || gallery.isEmpty()) {
            return;
        }
        List<Pending> written = List.copyOf(batch);
        batch.clear();
        Map<Integer, MatcherException> refusals;
        try {
            refusals = useCases.bulkEnroller()
                    .enrol(
                            gallery.get(),
                            written.stream().map(Pending::enrolment).toList());
        } finally {
            written.forEach(pending -> pending.enrolment().wipe());
        }
        enrolled += written.size() - refusals.size();
        for (Map.Entry<Integer, MatcherException> refusal : refusals.entrySet()) {
            refuse(written.get(refusal.getKey()).sequence(), MatcherErrors.problem(refusal.getValue()));
        }
        List<Duplicate.Kept> warnings = useCases.warnings(gallery.get(), enrolled(written, refusals.keySet()));
        if (refusals.isEmpty() || !warnings.isEmpty()) {
            out.onNext(progress()
                    .addAllDuplicates(warnings.stream().map(Messages::of).toList())
                    .build());
        }
    }

    private static List<SubjectId> enrolled(List<Pending> written, Set<Integer> refused) {
        return IntStream.range(0, written.size())
                .filter(i -> !refused.contains(i))
                .mapToObj(i -> written.get(i).enrolment().subject())
                .toList();
    }

    /** Everything before this in the stream is durable or refused by now. */
    @GuardedBy("this")
    private void refuse(long sequence, Problem why) {
        refused++;
        out.onNext(
                progress().setRefusedSequence(sequence).setError(why.asStatus()).build());
    }

    @GuardedBy("this")
    private BulkEnrolResponse.Builder progress() {
        return BulkEnrolResponse.newBuilder()
                .setDurableSequence(lastSequence)
                .setEnrolled(enrolled)
                .setRefused(refused);
    }

    @GuardedBy("this")
    private void next() {
        if (out.isReady()) {
            out.request(1);
        } else {
            waiting = true;
        }
    }

    private synchronized void ready() {
        if (waiting) {
            waiting = false;
            out.request(1);
        }
    }

    private Enrolment enrolment(BulkEnrolRequest request) {
        return new Enrolment(
                new SubjectId(request.getSubjectId()),
                Messages.consent(request.getConsent()),
                Samples.of(request.getSamplesList()),
                clock.instant(),
                Messages.lookAlikes(request.getLookAlikesList()));
    }
}
