/** The tests of this package. */
@NullMarked
package dev.stead.mesh.security;

import org.jspecify.annotations.NullMarked;
