/** The tests of this package. */
@NullMarked
package dev.stead.task.application;

import org.jspecify.annotations.NullMarked;
