/** The tests of this package. */
@NullMarked
package dev.stead.mesh.time;

import org.jspecify.annotations.NullMarked;
