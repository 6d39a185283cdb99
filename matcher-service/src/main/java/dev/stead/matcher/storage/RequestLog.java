package dev.stead.matcher.storage;

import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.RequestIdentity;
import dev.stead.matcher.domain.Subject;
import dev.stead.matcher.domain.SubjectId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/** First answers by request id, kept for ever. Written in the transaction of the change they answer. */
final class RequestLog {
    private RequestLog() {}

    static Optional<Subject> subject(Handle handle, RequestIdentity intention) {
        return row(handle, intention, RequestLog::readSubject);
    }

    static Optional<ErasureReceipt> receipt(Handle handle, RequestIdentity intention) {
        return row(handle, intention, (rows, intended) -> rows.getString("receipt_id"))
                .flatMap(id -> Receipts.find(handle, UUID.fromString(id)))
                .map(Receipts.Row::receipt);
    }

    static void record(Handle handle, RequestIdentity intention, Subject answer) {
        handle.createUpdate("""
                        INSERT INTO request (request_id, fingerprint, gallery_id, subject_id, templates, policy_version, grant_time,
                            create_time)
                        VALUES (:request, :fingerprint, :gallery, :subject, :templates, :policy, :grantTime, :createTime)
                        """)
                .bind("request", intention.requestId().toString())
                .bind("fingerprint", intention.fingerprint())
                .bind("gallery", answer.gallery().value())
                .bind("subject", answer.id().value())
                .bind("templates", answer.templates())
                .bind("policy", answer.consent().policyVersion())
                .bind("grantTime", Micros.of(answer.consent().grantTime()))
                .bind("createTime", Micros.of(answer.createTime()))
                .execute();
    }

    static void record(Handle handle, RequestIdentity intention, ErasureReceipt answer) {
        handle.createUpdate("""
                        INSERT INTO request (request_id, fingerprint, gallery_id, receipt_id)
                        VALUES (:request, :fingerprint, :gallery, :receipt)
                        """)
                .bind("request", intention.requestId().toString())
                .bind("fingerprint", intention.fingerprint())
                .bind("gallery", answer.gallery().value())
                .bind("receipt", answer.id().toString())
                .execute();
    }

    private interface Reading<T> {
        T read(ResultSet rows, RequestIdentity intention) throws SQLException;
    }

    private static <T> Optional<T> row(Handle handle, RequestIdentity intention, Reading<T> reading) {
        return handle.createQuery("SELECT * FROM request WHERE request_id = :request")
                .bind("request", intention.requestId().toString())
                .map((rows, context) -> {
                    // The fingerprint covers the method too: another kind of request under this id never gets past
                    // here.
                    if (!rows.getString("fingerprint").equals(intention.fingerprint())) {
                        throw new MatcherException(
                                MatcherError.REQUEST_ID_REUSED,
                                "this request_id was used for another request: make a fresh one for each intention");
                    }
                    return reading.read(rows, intention);
                })
                .findOne();
    }

    private static Subject readSubject(ResultSet rows, RequestIdentity intention) throws SQLException {
        return new Subject(
                new SubjectId(rows.getString("subject_id")),
                new GalleryId(rows.getString("gallery_id")),
                rows.getInt("templates"),
                new Consent(rows.getString("policy_version"), Micros.instant(rows.getLong("grant_time"))),
                Micros.instant(rows.getLong("create_time")));
    }
}
