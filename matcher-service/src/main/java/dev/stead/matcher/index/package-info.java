/**
 * Finds the nearest vectors: which ordinals are most similar to a probe, among all or among an allowed set. Exact ({@link
 * dev.stead.matcher.index.FlatIndex}) or by a graph ({@link dev.stead.matcher.index.HnswlibIndex}), behind one port. Knows nothing of
 * people, templates or thresholds: it is numbers in, ordinals out.
 */
@NullMarked
package dev.stead.matcher.index;

import org.jspecify.annotations.NullMarked;
