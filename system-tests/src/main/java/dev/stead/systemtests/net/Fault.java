package dev.stead.systemtests.net;

import java.time.Duration;

/** What a {@link FaultProxy} does to the bytes that pass it. */
public sealed interface Fault {
    /** Passes them on. */
    record None() implements Fault {}

    /** Passes each piece on later. */
    record Delay(Duration by) implements Fault {}

    /** Takes everything and passes nothing on, in either direction; the connection stays open. */
    record HalfOpen() implements Fault {}

    /** Passes requests on; answers are lost. */
    record OneWay() implements Fault {}

    /**
     * Breaks every connection after so many bytes of answers, in the midst of whatever they are.
     *
     * @param afterBytes from the instant at which the fault begins, or the connection does
     */
    record Cut(int afterBytes) implements Fault {}

    /** Passes on so much in a second. */
    record Bandwidth(int bytesPerSecond) implements Fault {}
}
