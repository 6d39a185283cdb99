/** Where samples come from: pictures, files of embeddings, a generator. Knows nothing of services or the network. */
@NullMarked
package dev.stead.terminal.sample;

import org.jspecify.annotations.NullMarked;
