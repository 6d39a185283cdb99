package dev.stead.payment.application;

/** Another thread or process has changed the settlement since it was read; nothing was stored. */
final class ConcurrentChangeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ConcurrentChangeException() {
        super("the settlement was changed concurrently", null, false, false);
    }
}
