/** Tests of what FindTasks is measured with. */
@NullMarked
package dev.stead.benchmarks.tasks;

import org.jspecify.annotations.NullMarked;
