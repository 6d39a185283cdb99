/** The tests of this package. */
@NullMarked
package dev.stead.mesh.sql;

import org.jspecify.annotations.NullMarked;
