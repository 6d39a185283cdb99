package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.Subject;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.time.Micros;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/**
 * The statements about first answers, by request id. They are written in the transaction of the change they answer, and kept until the
 * subject is erased; then the ids alone are left, so that a request which arrives late enrols nobody.
 */
final class RequestQueries {
    private RequestQueries() {}

    static Optional<Subject> subject(Handle handle, RequestIdentity request) {
        return row(handle, request, RequestQueries::readSubject);
    }

    static Optional<ErasureReceipt> receipt(Handle handle, RequestIdentity request) {
        return row(handle, request, rows -> rows.getString("receipt_id"))
                .flatMap(id -> ReceiptQueries.find(handle, UUID.fromString(id)))
                .map(ErasureRow::receipt);
    }

    static void record(Handle handle, RequestIdentity request, Subject answer) {
        handle.createUpdate("""
                        INSERT INTO request (request_id, fingerprint, gallery_id, subject_id, templates, policy_version, grant_time,
                            create_time)
                        VALUES (:request, :fingerprint, :gallery, :subject, :templates, :policy, :grantTime, :createTime)
                        """)
                .bind("request", request.requestId().toString())
                .bind("fingerprint", request.fingerprint().hex())
                .bind("gallery", answer.gallery().value())
                .bind("subject", answer.id().value())
                .bind("templates", answer.templates())
                .bind("policy", answer.consent().policyVersion())
                .bind("grantTime", Micros.of(answer.consent().grantTime()))
                .bind("createTime", Micros.of(answer.createTime()))
                .execute();
    }

    static void record(Handle handle, RequestIdentity request, ErasureReceipt answer) {
        handle.createUpdate("""
                        INSERT INTO request (request_id, fingerprint, gallery_id, receipt_id)
                        VALUES (:request, :fingerprint, :gallery, :receipt)
                        """)
                .bind("request", request.requestId().toString())
                .bind("fingerprint", request.fingerprint().hex())
                .bind("gallery", answer.gallery().value())
                .bind("receipt", answer.id().toString())
                .execute();
    }

    /** Whether the request was answered before. */
    static boolean isRecorded(Handle handle, RequestIdentity request) {
        return row(handle, request, _ -> true).isPresent();
    }

    /** Of a request whose repeat needs no stored answer. It is about no gallery. */
    static void record(Handle handle, RequestIdentity request) {
        handle.createUpdate(
                        "INSERT INTO request (request_id, fingerprint, gallery_id) VALUES (:request, :fingerprint, '')")
                .bind("request", request.requestId().toString())
                .bind("fingerprint", request.fingerprint().hex())
                .execute();
    }

    /** Leaves nothing of the subject: the fingerprint too is of what they sent. */
    static void forget(Handle handle, GalleryId gallery, SubjectId subject) {
        handle.createUpdate("""
                        UPDATE request
                        SET fingerprint = '', subject_id = NULL, templates = NULL, policy_version = NULL, grant_time = NULL,
                            create_time = NULL
                        WHERE gallery_id = :gallery AND subject_id = :subject
                        """)
                .bind("gallery", gallery.value())
                .bind("subject", subject.value())
                .execute();
    }

    private interface Reading<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private static <T> Optional<T> row(Handle handle, RequestIdentity request, Reading<T> reading) {
        return handle.createQuery("SELECT * FROM request WHERE request_id = :request")
                .bind("request", request.requestId().toString())
                .map((rows, context) -> {
                    // The fingerprint covers the method too: a request of another kind under this id is refused too.
                    if (!rows.getString("fingerprint")
                            .equals(request.fingerprint().hex())) {
                        throw new MatcherException(
                                MatcherError.REQUEST_ID_REUSED,
                                "this request_id was used for a different request, or for somebody who was erased since:"
                                        + " make a new one for each request");
                    }
                    return reading.read(rows);
                })
                .findOne();
    }

    private static Subject readSubject(ResultSet rows) throws SQLException {
        return new Subject(
                new SubjectId(rows.getString("subject_id")),
                new GalleryId(rows.getString("gallery_id")),
                rows.getInt("templates"),
                Consent.stored(rows.getString("policy_version"), Micros.instant(rows.getLong("grant_time"))),
                Micros.instant(rows.getLong("create_time")));
    }
}
