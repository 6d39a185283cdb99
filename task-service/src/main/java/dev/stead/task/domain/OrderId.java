package dev.stead.task.domain;

/**
 * An order, by the id that its merchant gave it; unique for that merchant only.
 *
 * @param value as {@link Require#id} checks it
 */
public record OrderId(String value) {
    public OrderId {
        Require.id("order_id", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
