package dev.stead.standalone;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** The real time plus an offset that the demo increases, so that it need not wait for a window to close. Thread-safe. */
final class MovableClock implements InstantSource {
    private final InstantSource real;
    private final AtomicReference<Duration> offset = new AtomicReference<>(Duration.ZERO);

    MovableClock(InstantSource real) {
        this.real = real;
    }

    @Override
    public Instant instant() {
        return real.instant().plus(offset.get());
    }

    void moveForward(Duration by) {
        offset.updateAndGet(before -> before.plus(by));
    }
}
