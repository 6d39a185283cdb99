/**
 * The payment adapter's contract over gRPC: it checks and translates requests, shows a person or a merchant only what is theirs, and
 * answers refusals with reasons. It knows the domain and the mesh; it must not know how anything is stored or who moves the money.
 */
@NullMarked
package dev.stead.payment.grpc;

import org.jspecify.annotations.NullMarked;
