/** Tests of the sources of samples. */
@NullMarked
package dev.stead.terminal.sample;

import org.jspecify.annotations.NullMarked;
