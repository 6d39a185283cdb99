package dev.stead.task.domain;

/**
 * A merchant, by the id that the operator gave it.
 *
 * @param value as {@link Require#id} checks it
 */
public record MerchantId(String value) {
    public MerchantId {
        Require.id("merchant_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
