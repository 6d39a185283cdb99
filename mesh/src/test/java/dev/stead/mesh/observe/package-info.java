/** The tests of this package. */
@NullMarked
package dev.stead.mesh.observe;

import org.jspecify.annotations.NullMarked;
