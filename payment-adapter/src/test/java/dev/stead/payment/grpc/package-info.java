/** The contract as a caller meets it: in-process calls, a real store, every refusal with its reason. */
@NullMarked
package dev.stead.payment.grpc;

import org.jspecify.annotations.NullMarked;
