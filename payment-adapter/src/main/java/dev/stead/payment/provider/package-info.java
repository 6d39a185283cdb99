/**
 * The providers that can move money, one class or package each behind the domain's port. So far the built-in ledger; a bank's, a
 * wallet's or a card scheme's adapter comes beside it. A provider must not know gRPC, the store, or another provider.
 */
@NullMarked
package dev.stead.payment.provider;

import org.jspecify.annotations.NullMarked;
