/**
 * Seeded embeddings that are as hard to search as real ones, files of them in the runner's format, and the figures by which
 * they are held against reality. It knows nothing of any index.
 */
@NullMarked
package dev.stead.benchmarks.data;

import org.jspecify.annotations.NullMarked;
