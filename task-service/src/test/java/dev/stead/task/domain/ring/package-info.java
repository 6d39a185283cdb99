/** The tests of this package. */
@NullMarked
package dev.stead.task.domain.ring;

import org.jspecify.annotations.NullMarked;
