@NullMarked
package dev.stead.mesh.sql;

import org.jspecify.annotations.NullMarked;
