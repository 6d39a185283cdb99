package dev.stead.task.domain.registry;

import dev.stead.task.domain.Require;

/** A shop. */
public record Merchant(String id, String displayName) {
    public Merchant {
        Require.id("merchant_id", id);
        Require.text("display_name", displayName, 1, 80);
    }
}
