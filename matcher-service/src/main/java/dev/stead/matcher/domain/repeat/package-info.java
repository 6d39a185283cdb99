/**
 * Whether a capture was there before: the same one again, or one that was computed from earlier ones. Knows the JDK alone.
 *
 * <p>The entry point is {@link dev.stead.matcher.domain.repeat.RepeatGuard}. It compares the {@code CaptureSketch} of a frame, which a
 * {@code SketchKey} makes, with the {@code CaptureHistory} of an enrolment in {@code PastCaptures} (a port), and says what {@code
 * Repetition} it is.
 */
@NullMarked
package dev.stead.matcher.domain.repeat;

import org.jspecify.annotations.NullMarked;
