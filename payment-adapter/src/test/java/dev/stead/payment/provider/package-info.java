/** The providers against servers that behave like the real ones. */
@NullMarked
package dev.stead.payment.provider;

import org.jspecify.annotations.NullMarked;
