@NullMarked
package dev.stead.mesh.net;

import org.jspecify.annotations.NullMarked;
