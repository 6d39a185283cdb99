package dev.stead.payment.storage;

import dev.stead.mesh.audit.Act;
import dev.stead.mesh.audit.ActRecorder;
import dev.stead.mesh.time.Micros;
import dev.stead.payment.application.port.Repositories;
import dev.stead.payment.domain.settlement.Review;
import java.time.Instant;
import java.util.Locale;
import org.jdbi.v3.core.Handle;

record ReviewTable(Handle handle, ActRecorder acts) implements Repositories.Reviews {
    @Override
    public void insert(Review review, Instant now) {
        handle.createUpdate("""
                        INSERT INTO reviews (request_id, settlement_id, operator_id, finding, note, create_time)
                        VALUES (:request, :settlement, :operator, :finding, :note, :time)""")
                .bind("request", review.requestId().toString())
                .bind("settlement", review.settlement().value())
                .bind("operator", review.operator())
                .bind("finding", review.finding().name())
                .bind("note", review.note())
                .bind("time", Micros.of(now))
                .execute();
        acts.record(Act.of("review." + review.finding().name().toLowerCase(Locale.ROOT))
                .about("settlement", review.settlement().value())
                .containing(review.note()));
    }
}
