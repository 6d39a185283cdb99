/** The values that every part of the payment domain shares: {@link dev.stead.payment.domain.Money}, ids, the error vocabulary. */
@NullMarked
package dev.stead.payment.domain;

import org.jspecify.annotations.NullMarked;
