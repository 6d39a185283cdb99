@NullMarked
package dev.stead.mesh;

import org.jspecify.annotations.NullMarked;
