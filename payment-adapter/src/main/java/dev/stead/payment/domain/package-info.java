/**
 * Moving money exactly once: accounts and their double-entry ledger ({@link dev.stead.payment.domain.ledger}), settlements and their
 * states ({@link dev.stead.payment.domain.settlement}), the payment provider as a port ({@link dev.stead.payment.domain.provider}), and
 * what a reconciliation compares ({@link dev.stead.payment.domain.reconciliation}). This package has the values that they share: {@link
 * dev.stead.payment.domain.Money}, ids, and the errors that callers see.
 *
 * <p>The domain depends on the JDK, {@code mesh.time} and {@code mesh.request}. It must not know gRPC, protobuf, SQL, the use cases or
 * any provider by name.
 */
@NullMarked
package dev.stead.payment.domain;

import org.jspecify.annotations.NullMarked;
