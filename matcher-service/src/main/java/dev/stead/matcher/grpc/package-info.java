/**
 * The matcher over gRPC: messages in, domain values, messages out. The only place that knows the contract; it decides nothing and knows
 * nothing of SQL or indexes.
 */
@NullMarked
package dev.stead.matcher.grpc;

import org.jspecify.annotations.NullMarked;
