/**
 * The task service's calls: each reads its request into the domain, runs a use case and writes the result.
 *
 * <p>Entry points: one class for each service of the contract, such as {@link dev.stead.task.grpc.TerminalGrpcService} and {@link
 * dev.stead.task.grpc.DelegationGrpcService}. Types named {@code ...Proto}, such as {@link dev.stead.task.grpc.TaskProto}, convert
 * messages; {@link dev.stead.task.grpc.IdempotentCalls} runs each change once for its request id.
 *
 * <p>It knows the contract, the mesh and the domain; it must not know how anything is stored or settled.
 */
@NullMarked
package dev.stead.task.grpc;

import org.jspecify.annotations.NullMarked;
