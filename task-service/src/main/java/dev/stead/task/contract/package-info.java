/**
 * Conversion between the domain and the messages of the contract, for the calls of {@code grpc} and for what {@code storage} keeps as a
 * message. It knows the domain and protobuf; it must not know the gRPC runtime, SQL, or who calls it. A message with a wrong value is
 * refused by a {@link dev.stead.task.domain.TaskException}.
 */
@NullMarked
package dev.stead.task.contract;

import org.jspecify.annotations.NullMarked;
