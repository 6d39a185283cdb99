/** Terminals with a memory: each writes every request and every answer to its own synced journal before it counts it. */
@NullMarked
package dev.stead.systemtests.till;

import org.jspecify.annotations.NullMarked;
