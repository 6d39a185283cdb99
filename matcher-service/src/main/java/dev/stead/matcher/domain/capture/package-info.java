/**
 * Whether a frame was captured: by a registered device, for this presentation, now. Knows the JDK, the presentations of {@link
 * dev.stead.matcher.domain} and the bytes that devices sign ({@link dev.stead.mesh.capture}).
 *
 * <p>The entry point is {@link dev.stead.matcher.domain.capture.CaptureValidator}, which checks a {@code CaptureProof} against the {@code
 * Challenges} and the {@code CaptureDevices} (ports), each a {@code CaptureDevice}.
 */
@NullMarked
package dev.stead.matcher.domain.capture;

import org.jspecify.annotations.NullMarked;
