@NullMarked
package dev.stead.mesh.observe;

import org.jspecify.annotations.NullMarked;
