/**
 * Whether a task may be done at a terminal now, and why not. One rule, {@link dev.stead.task.domain.eligibility.Eligibility}, serves
 * finding, confirming and explaining.
 */
@NullMarked
package dev.stead.task.domain.eligibility;

import org.jspecify.annotations.NullMarked;
