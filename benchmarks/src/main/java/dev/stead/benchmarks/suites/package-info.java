/**
 * The JMH suites, each with a baseline in the same run, so that a ratio can be read from one table. It may know the matcher's
 * index and the task service's domain, and nothing of how they are served.
 */
@NullMarked
package dev.stead.benchmarks.suites;

import org.jspecify.annotations.NullMarked;
