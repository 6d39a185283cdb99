/** What the task service's own tests are built from: a clock that is set, fakes of the neighbours, a small world of people and shops. */
@NullMarked
package dev.stead.task.testing;

import org.jspecify.annotations.NullMarked;
