package dev.stead.task.domain.registry;

import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Require;

/** A shop. */
public record Merchant(MerchantId id, String displayName) {
    public Merchant {
        Require.text("display_name", displayName, 1, 80);
    }
}
