/** The tests of this package. */
@NullMarked
package dev.stead.task.domain.task;

import org.jspecify.annotations.NullMarked;
