/**
 * Samples and their sources: pictures, files of embeddings, a generator. The entry points are {@link
 * dev.stead.terminal.sample.SampleFiles}, for one file, and {@link dev.stead.terminal.sample.SampleSource}, for many people. Knows nothing
 * of services or the network.
 */
@NullMarked
package dev.stead.terminal.sample;

import org.jspecify.annotations.NullMarked;
