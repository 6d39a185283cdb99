/**
 * All of Stead in one process on embedded stores, for whoever tries it out: the demo that plays the whole journey, and {@code up} that
 * keeps it running.
 *
 * <p>It wires the services' roots together and knows nothing of their insides; between them it is real gRPC over mTLS, as everywhere.
 */
@NullMarked
package dev.stead.standalone;

import org.jspecify.annotations.NullMarked;
