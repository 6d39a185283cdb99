/** Stores that a measurement starts for itself and throws away. It knows no service. */
@NullMarked
package dev.stead.benchmarks.store;

import org.jspecify.annotations.NullMarked;
