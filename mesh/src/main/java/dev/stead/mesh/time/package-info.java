/**
 * Clocks, random numbers and work that waits: what every service needs to be replayed, to retry and to run something in the
 * background. It knows the JDK only (no gRPC, no logging, no database), so that domains may use it; failures are handed to the caller,
 * who logs them.
 */
@NullMarked
package dev.stead.mesh.time;

import org.jspecify.annotations.NullMarked;
