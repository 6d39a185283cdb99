/**
 * What a capture device signs of a frame, byte by byte, and how that is signed and verified: one place for the device's side and the
 * matcher's. It knows the JDK only (no gRPC, no protobuf), so that domains may use it. The entry point is {@link
 * dev.stead.mesh.capture.SignedCapture}.
 */
@NullMarked
package dev.stead.mesh.capture;

import org.jspecify.annotations.NullMarked;
