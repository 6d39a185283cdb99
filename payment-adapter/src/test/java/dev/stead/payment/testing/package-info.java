/** Doubles and a ready-made desk for the tests of this module and of others; it holds no assertion. */
@NullMarked
package dev.stead.payment.testing;

import org.jspecify.annotations.NullMarked;
