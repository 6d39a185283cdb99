/** The matcher as a process: settings and wiring, read from top to bottom. Only {@code standalone} imports it. */
@NullMarked
package dev.stead.matcher;

import org.jspecify.annotations.NullMarked;
