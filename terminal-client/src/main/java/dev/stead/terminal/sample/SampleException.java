package dev.stead.terminal.sample;

/** A file holds no sample; the message names the file, what is wrong with it and what to do. */
public final class SampleException extends RuntimeException {
    SampleException(String message) {
        super(message);
    }

    SampleException(String message, Throwable cause) {
        super(message, cause);
    }
}
