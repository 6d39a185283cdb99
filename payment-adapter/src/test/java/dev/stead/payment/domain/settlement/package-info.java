/** The tests of this package. */
@NullMarked
package dev.stead.payment.domain.settlement;

import org.jspecify.annotations.NullMarked;
