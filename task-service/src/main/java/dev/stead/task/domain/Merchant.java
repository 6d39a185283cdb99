package dev.stead.task.domain;

/** A shop. */
public record Merchant(String id, String displayName) {
    public Merchant {
        Check.id("merchant_id", id);
        Check.text("display_name", displayName, 1, 80);
    }
}
