/**
 * Measures the task service as its terminals see it: a process of its own, over gRPC, upon a store filled through its own records. It
 * starts the service by name, so it knows nothing of how the service is wired.
 */
@NullMarked
package dev.stead.benchmarks.tasks;

import org.jspecify.annotations.NullMarked;
