/** The tests of this package. */
@NullMarked
package dev.stead.task.domain.eligibility;

import org.jspecify.annotations.NullMarked;
