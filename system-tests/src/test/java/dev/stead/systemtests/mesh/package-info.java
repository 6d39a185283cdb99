/** The whole mesh as people start it: in one process, and in one process a service. Drives it from outside only. */
@NullMarked
package dev.stead.systemtests.mesh;

import org.jspecify.annotations.NullMarked;
