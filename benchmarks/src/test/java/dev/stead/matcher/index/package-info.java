@NullMarked
package dev.stead.matcher.index;

import org.jspecify.annotations.NullMarked;
