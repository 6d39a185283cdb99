package dev.stead.task.domain.mandate;

/** What is to be done with an order. */
public enum TaskKind {
    PAYMENT,
    COLLECTION
}
