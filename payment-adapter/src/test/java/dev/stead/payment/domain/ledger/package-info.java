/** The tests of this package. */
@NullMarked
package dev.stead.payment.domain.ledger;

import org.jspecify.annotations.NullMarked;
