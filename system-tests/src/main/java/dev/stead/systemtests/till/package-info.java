/** Clients that remember: each writes to its own synced journal what it began, and what it was told, before it counts it. */
@NullMarked
package dev.stead.systemtests.till;

import org.jspecify.annotations.NullMarked;
