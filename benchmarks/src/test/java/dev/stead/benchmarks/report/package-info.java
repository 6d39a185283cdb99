/** Error rates against hand-made cases, and axes. */
@NullMarked
package dev.stead.benchmarks.report;

import org.jspecify.annotations.NullMarked;
