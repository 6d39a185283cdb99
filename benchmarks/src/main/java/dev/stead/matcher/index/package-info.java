/**
 * Suites that reach into the matcher's index, and so share its package: its sketches, and its kernels in C beside those in Java. They know
 * nothing but the index; suites of what the index shows to others are in {@code dev.stead.benchmarks.suites}.
 */
@NullMarked
package dev.stead.matcher.index;

import org.jspecify.annotations.NullMarked;
