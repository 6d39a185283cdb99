package dev.stead.terminal.sample;

/** A file or folder has no usable sample; the message names it, and says what is wrong and what to do. */
public final class SampleException extends RuntimeException {
    SampleException(String message) {
        super(message);
    }

    SampleException(String message, Throwable cause) {
        super(message, cause);
    }
}
