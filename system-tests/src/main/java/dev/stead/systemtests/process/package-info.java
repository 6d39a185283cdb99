/** Real processes: started, killed by their id, started again. Knows nothing of what runs in them. */
@NullMarked
package dev.stead.systemtests.process;

import org.jspecify.annotations.NullMarked;
