/**
 * Indexes under measurement, all behind one small face: what is built, searched by a setting of its own, and kept in a file.
 * It knows no truth and no clock: what an answer is worth and how long it took is for the runner to say.
 */
@NullMarked
package dev.stead.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
