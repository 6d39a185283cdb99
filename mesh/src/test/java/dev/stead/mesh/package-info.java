/** The tests of this package. */
@NullMarked
package dev.stead.mesh;

import org.jspecify.annotations.NullMarked;
