package dev.stead.terminal.cli;

/** The command line is wrong; the message says what would be right. */
final class UsageException extends RuntimeException {
    UsageException(String message) {
        super(message);
    }
}
