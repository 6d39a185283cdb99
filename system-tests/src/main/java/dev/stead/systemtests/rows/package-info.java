/** The rows of the fault matrix: what each does to the processes, and the oracles that it holds afterwards. */
@NullMarked
package dev.stead.systemtests.rows;

import org.jspecify.annotations.NullMarked;
