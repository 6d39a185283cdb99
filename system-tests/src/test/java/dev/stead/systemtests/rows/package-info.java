/** Tests of what rows of the fault matrix have in common. */
@NullMarked
package dev.stead.systemtests.rows;

import org.jspecify.annotations.NullMarked;
