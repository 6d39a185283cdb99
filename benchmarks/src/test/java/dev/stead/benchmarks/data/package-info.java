/** Tests of the generated data against the real figures, and of the exact search against plain loops. */
@NullMarked
package dev.stead.benchmarks.data;

import org.jspecify.annotations.NullMarked;
