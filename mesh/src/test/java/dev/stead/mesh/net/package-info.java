/** The tests of this package. */
@NullMarked
package dev.stead.mesh.net;

import org.jspecify.annotations.NullMarked;
