package dev.stead.matcher.domain.capture;

/** Whether terminals must prove their captures. */
public enum CapturePolicy {
    REQUIRED,
    /** A proof is checked if there is one: for development, and to measure. */
    OPTIONAL
}
