@NullMarked
package dev.stead.matcher.identity;

import org.jspecify.annotations.NullMarked;
