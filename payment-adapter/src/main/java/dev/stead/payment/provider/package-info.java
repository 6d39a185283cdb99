/**
 * The payment providers, each behind the domain's port: the built-in ledger, and Stripe with its webhooks. A bank's, a wallet's or a card
 * scheme's adapter belongs here too. A provider must not know gRPC, the store, or another provider.
 */
@NullMarked
package dev.stead.payment.provider;

import org.jspecify.annotations.NullMarked;
