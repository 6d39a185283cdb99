/** The payment adapter as a whole, over real sockets. */
@NullMarked
package dev.stead.payment;

import org.jspecify.annotations.NullMarked;
