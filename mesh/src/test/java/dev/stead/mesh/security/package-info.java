@NullMarked
package dev.stead.mesh.security;

import org.jspecify.annotations.NullMarked;
