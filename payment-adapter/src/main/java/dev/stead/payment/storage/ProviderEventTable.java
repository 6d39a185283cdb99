package dev.stead.payment.storage;

import dev.stead.mesh.time.Micros;
import dev.stead.payment.application.port.Repositories;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

record ProviderEventTable(Handle handle) implements Repositories.ProviderEvents {
    @Override
    public boolean putIfAbsent(String provider, String eventId, Instant now, Instant expired) {
        handle.createUpdate("DELETE FROM provider_events WHERE receive_time < :expired")
                .bind("expired", Micros.of(expired))
                .execute();
        return handle.createUpdate("""
                        INSERT INTO provider_events (provider, event_id, receive_time) VALUES (:provider, :event, :now)
                        ON CONFLICT (provider, event_id) DO NOTHING""")
                        .bind("provider", provider)
                        .bind("event", eventId)
                        .bind("now", Micros.of(now))
                        .execute()
                == 1;
    }
}
