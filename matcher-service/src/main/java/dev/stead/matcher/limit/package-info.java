/** Bounds on what a caller may ask: capture nonces that serve once, and budgets of decisions in a window of time. */
@NullMarked
package dev.stead.matcher.limit;

import org.jspecify.annotations.NullMarked;
