/** What a delegator grants: the kind of task, when, where, up to how much, how often, and under which constraints. */
@NullMarked
package dev.stead.task.domain.mandate;

import org.jspecify.annotations.NullMarked;
