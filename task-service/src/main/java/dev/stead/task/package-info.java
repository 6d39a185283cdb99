/** The task service's wiring: its settings, its parts, its start and stop. Imported by nobody but {@code standalone}. */
@NullMarked
package dev.stead.task;

import org.jspecify.annotations.NullMarked;
