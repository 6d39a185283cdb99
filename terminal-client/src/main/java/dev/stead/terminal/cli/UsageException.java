package dev.stead.terminal.cli;

/** The words do not go together. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }
}
