/** The tests of this package. */
@NullMarked
package dev.stead.mesh.statistic;

import org.jspecify.annotations.NullMarked;
