package dev.stead.terminal;

/** The terminal's journal cannot be opened, read or written; the message says what to do. Nothing is sent without it. */
public final class JournalException extends RuntimeException {
    JournalException(String message) {
        super(message);
    }

    JournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
