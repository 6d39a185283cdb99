package dev.stead.task.domain;

/** What is to be done with an order. */
public enum TaskKind {
    PAYMENT,
    COLLECTION
}
