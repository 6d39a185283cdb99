/**
 * The payment adapter's contract over gRPC: translates requests and replies, shows people and merchants their own accounts only, and
 * answers refusals with reasons. It knows the use cases, the domain and the mesh; it must not know storage or providers.
 */
@NullMarked
package dev.stead.payment.grpc;

import org.jspecify.annotations.NullMarked;
