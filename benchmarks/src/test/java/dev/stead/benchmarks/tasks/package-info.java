@NullMarked
package dev.stead.benchmarks.tasks;

import org.jspecify.annotations.NullMarked;
