/** Who authorised what, and what was done: the record that settles a dispute. */
@NullMarked
package dev.stead.task.domain.evidence;

import org.jspecify.annotations.NullMarked;
