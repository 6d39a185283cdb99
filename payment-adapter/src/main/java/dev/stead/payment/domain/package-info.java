/**
 * Moving money exactly once: accounts and their double-entry ledger, settlements and their states, and the use cases over them. It
 * knows the store and the payment provider only as ports ({@link dev.stead.payment.domain.Store}, {@link
 * dev.stead.payment.domain.Provider}); it must not know gRPC, protobuf, SQL or any provider by name.
 */
@NullMarked
package dev.stead.payment.domain;

import org.jspecify.annotations.NullMarked;
