/**
 * The task service's calls: each reads its request into the domain, runs a use case and writes the result. Entry points: one {@code
 * ...GrpcService} for each service of the contract; {@code ...Proto} convert messages, and {@link
 * dev.stead.task.grpc.IdempotentCalls} gives every change its request id. It knows the contract, the mesh and the domain; it must not
 * know how anything is stored or settled.
 */
@NullMarked
package dev.stead.task.grpc;

import org.jspecify.annotations.NullMarked;
