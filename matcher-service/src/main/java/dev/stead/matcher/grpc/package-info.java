/**
 * The matcher over gRPC: converts the contract's messages to domain values and back. The only package that knows the contract; it decides
 * nothing, and knows nothing of SQL or indexes.
 */
@NullMarked
package dev.stead.matcher.grpc;

import org.jspecify.annotations.NullMarked;
