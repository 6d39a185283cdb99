/**
 * The benchmarks: data like real embeddings, the index runner, the JMH suites and the load profiles. It knows the engine
 * only by its port and the services only by their addresses, so that a peer could be measured in their place; nothing in a
 * service knows of it.
 */
@NullMarked
package dev.stead.benchmarks;

import org.jspecify.annotations.NullMarked;
