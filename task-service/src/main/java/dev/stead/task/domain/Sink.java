package dev.stead.task.domain;

/** Takes notifications to somewhere outside, such as the operator's own push gateway. Thread-safe. */
public interface Sink {
    /** Blocks for at most {@link Deliveries#SLOWEST}; says whether the other side has taken it, and never throws. */
    boolean deliver(String personId, Notification notification);
}
