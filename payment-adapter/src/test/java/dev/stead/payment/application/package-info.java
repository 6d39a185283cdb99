/** The tests of this package. */
@NullMarked
package dev.stead.payment.application;

import org.jspecify.annotations.NullMarked;
