/**
 * The payment adapter's wiring: settings, use cases, provider, workers and server. Entry point: {@link dev.stead.payment.Payment}. Only
 * {@code standalone} and the fault tests may know it.
 */
@NullMarked
package dev.stead.payment;

import org.jspecify.annotations.NullMarked;
