package dev.stead.task.domain;

/**
 * A settlement, by the id that the payment adapter gave it.
 *
 * @param value as the adapter answered; it is passed on and never interpreted
 */
public record SettlementReference(String value) {
    @Override
    public String toString() {
        return value;
    }
}
