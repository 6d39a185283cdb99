/** The tests of this package. */
@NullMarked
package dev.stead.mesh.request;

import org.jspecify.annotations.NullMarked;
