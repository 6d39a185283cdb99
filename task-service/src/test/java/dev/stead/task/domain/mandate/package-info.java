/** The tests of this package. */
@NullMarked
package dev.stead.task.domain.mandate;

import org.jspecify.annotations.NullMarked;
