/** How test subjects are split and where they stand, and a small report through a real matcher. */
@NullMarked
package dev.stead.benchmarks.accuracy;

import org.jspecify.annotations.NullMarked;
