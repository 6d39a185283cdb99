/** Settings as they are typed. */
@NullMarked
package dev.stead.benchmarks.engine;

import org.jspecify.annotations.NullMarked;
