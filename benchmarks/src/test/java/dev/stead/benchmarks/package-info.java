/** Tests of the runners at tiny size: what they print is what they promise. */
@NullMarked
package dev.stead.benchmarks;

import org.jspecify.annotations.NullMarked;
