package dev.stead.matcher.grpc;

import com.google.protobuf.Timestamp;
import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.Gallery;
import dev.stead.matcher.domain.LookAlike;
import dev.stead.matcher.domain.LookAlikes;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.Subject;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.duplicate.Duplicate;
import java.time.Instant;
import java.util.List;

/** Converts domain values to messages and back. */
final class Messages {
    private static final long LAST_SECOND =
            Instant.parse("9999-12-31T23:59:59Z").getEpochSecond();
    private static final int NANOS_OF_SECOND = 1_000_000_000;

    private Messages() {}

    static dev.stead.matcher.v1.Subject of(Subject subject) {
        return dev.stead.matcher.v1.Subject.newBuilder()
                .setSubjectId(subject.id().value())
                .setGalleryId(subject.gallery().value())
                .setTemplateCount(subject.templates())
                .setConsent(dev.stead.matcher.v1.Consent.newBuilder()
                        .setPolicyVersion(subject.consent().policyVersion())
                        .setGrantTime(of(subject.consent().grantTime())))
                .setCreateTime(of(subject.createTime()))
                .build();
    }

    static dev.stead.matcher.v1.RecordedLookAlike of(LookAlike.Recorded recorded) {
        return dev.stead.matcher.v1.RecordedLookAlike.newBuilder()
                .setSubjectId(recorded.lookAlike().subject().value())
                .setReason(recorded.lookAlike().reason())
                .setOperatorId(recorded.operator())
                .setRecordTime(of(recorded.recordTime()))
                .build();
    }

    static dev.stead.matcher.v1.HeldEnrolment of(Enrolment.Held held) {
        return dev.stead.matcher.v1.HeldEnrolment.newBuilder()
                .setSubjectId(held.subject().value())
                .setTemplateCount(held.templates())
                .setAdded(held.added())
                .setHoldTime(of(held.since()))
                .addAllLookAlikeSubjectIds(
                        held.lookAlikes().stream().map(SubjectId::value).toList())
                .build();
    }

    static dev.stead.matcher.v1.Duplicate of(Duplicate.Kept kept) {
        return dev.stead.matcher.v1.Duplicate.newBuilder()
                .setSubjectId(kept.pair().subject().value())
                .setOtherSubjectId(kept.pair().other().value())
                .setFindTime(of(kept.findTime()))
                .build();
    }

    /** The word of the operator who calls; nobody else has one. */
    static LookAlikes lookAlikes(List<dev.stead.matcher.v1.LookAlike> messages) {
        return new LookAlikes(
                RequestContext.operator(),
                messages.stream()
                        .map(one -> new LookAlike(new SubjectId(one.getSubjectId()), one.getReason()))
                        .toList());
    }

    static dev.stead.matcher.v1.ErasureReceipt of(ErasureReceipt receipt) {
        return dev.stead.matcher.v1.ErasureReceipt.newBuilder()
                .setReceiptId(receipt.id().toString())
                .setGalleryId(receipt.gallery().value())
                .setErasedTemplates(receipt.erasedTemplates())
                .setEraseTime(of(receipt.eraseTime()))
                .build();
    }

    static dev.stead.matcher.v1.Gallery of(Gallery gallery) {
        Gallery.Stats stats = gallery.stats();
        return dev.stead.matcher.v1.Gallery.newBuilder()
                .setGalleryId(gallery.config().id().value())
                .setModel(gallery.config().model().value())
                .setDimension(gallery.config().dimension())
                .setSubjectCount(stats.subjects())
                .setTemplateCount(stats.templates())
                .setEpoch(stats.epoch())
                .build();
    }

    static Timestamp of(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }

    /** Whether the time is in the years 1970 to 9999, with nanos that are. */
    static boolean isInstant(Timestamp time) {
        return time.getSeconds() > 0
                && time.getSeconds() <= LAST_SECOND
                && time.getNanos() >= 0
                && time.getNanos() < NANOS_OF_SECOND;
    }

    static Consent consent(dev.stead.matcher.v1.Consent message) {
        Timestamp time = message.getGrantTime();
        if (!message.hasGrantTime() || time.getSeconds() <= 0) {
            throw new MatcherException(MatcherError.CONSENT_INVALID, "consent must have a grant_time");
        }
        if (!isInstant(time)) {
            throw new MatcherException(
                    MatcherError.CONSENT_INVALID,
                    "grant_time must be in the years 1970 to 9999, with nanos of 0 to 999999999");
        }
        return new Consent(message.getPolicyVersion(), Instant.ofEpochSecond(time.getSeconds(), time.getNanos()));
    }
}
