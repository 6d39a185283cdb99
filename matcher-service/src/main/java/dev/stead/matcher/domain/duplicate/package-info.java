/**
 * Who is perhaps enrolled twice: pairs of subjects who look like one person under two ids, for an operator to look into. Knows the ids of
 * {@link dev.stead.matcher.domain}; not how a pair is found, nor where it is kept.
 */
@NullMarked
package dev.stead.matcher.domain.duplicate;

import org.jspecify.annotations.NullMarked;
