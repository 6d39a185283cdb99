/**
 * What identifies a request and what it names: its idempotency key with the fingerprint of its content, the ids that callers
 * choose, the currencies in use, and the texts that people write. It knows the JDK only (no gRPC, no protobuf, no database), so
 * that domains may use it.
 *
 * <p>{@link dev.stead.mesh.RequestIds}, which reads a request id from the wire and refuses a bad one with a gRPC status, stays at the
 * edge.
 */
@NullMarked
package dev.stead.mesh.request;

import org.jspecify.annotations.NullMarked;
