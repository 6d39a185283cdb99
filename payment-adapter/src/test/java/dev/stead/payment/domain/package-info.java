/** The rules of money without a store, a network or a clock of its own. */
@NullMarked
package dev.stead.payment.domain;

import org.jspecify.annotations.NullMarked;
