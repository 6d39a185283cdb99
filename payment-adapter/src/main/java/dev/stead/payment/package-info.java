/** The payment adapter's wiring, read from top to bottom: settings in, a running service out. Only {@code standalone} may know it. */
@NullMarked
package dev.stead.payment;

import org.jspecify.annotations.NullMarked;
