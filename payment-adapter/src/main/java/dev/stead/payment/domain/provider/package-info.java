/** The port of payment providers: authorise, capture, void, refund and look up, each under a key that is stored first. */
@NullMarked
package dev.stead.payment.domain.provider;

import org.jspecify.annotations.NullMarked;
