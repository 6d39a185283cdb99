/** The tests of this package. */
@NullMarked
package dev.stead.mesh.capture;

import org.jspecify.annotations.NullMarked;
