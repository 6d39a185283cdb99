/**
 * Who may act where: the rings that the matcher compares a person with first. {@link dev.stead.task.domain.ring.RingTask} says which tasks
 * count and when, {@link dev.stead.task.domain.eligibility.Eligibility#admits} where. A ring gives no authority and is never narrower than
 * what is eligible.
 */
@NullMarked
package dev.stead.task.domain.ring;

import org.jspecify.annotations.NullMarked;
