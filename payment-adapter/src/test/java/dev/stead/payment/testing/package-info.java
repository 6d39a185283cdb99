/** Doubles and ready-made use cases for the tests of this module and of others; it holds no assertion. */
@NullMarked
package dev.stead.payment.testing;

import org.jspecify.annotations.NullMarked;
