/**
 * Whether those who are identified have become less, or more, similar to their templates than they were: {@code SimilarityDrift}. Knows
 * numbers only, and nobody whose they are.
 */
@NullMarked
package dev.stead.matcher.domain.drift;

import org.jspecify.annotations.NullMarked;
