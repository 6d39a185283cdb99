/** How every Stead service starts, is configured, answers errors and stops. No business word lives here. */
@NullMarked
package dev.stead.mesh;

import org.jspecify.annotations.NullMarked;
