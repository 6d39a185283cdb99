/** The fault matrix at the size of a build: every row of the harness against real processes, and the harness' own parts. */
@NullMarked
package dev.stead.systemtests.faults;

import org.jspecify.annotations.NullMarked;
