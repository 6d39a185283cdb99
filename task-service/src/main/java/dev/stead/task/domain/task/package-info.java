/** The task aggregate, its two parties, its executions, and the assertions that authorise a change of it. */
@NullMarked
package dev.stead.task.domain.task;

import org.jspecify.annotations.NullMarked;
