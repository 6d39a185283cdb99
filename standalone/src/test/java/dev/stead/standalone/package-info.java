@NullMarked
package dev.stead.standalone;

import org.jspecify.annotations.NullMarked;
