/** The matcher as a process: settings and wiring, read from top to bottom. Imported by nobody but {@code standalone}. */
@NullMarked
package dev.stead.matcher;

import org.jspecify.annotations.NullMarked;
