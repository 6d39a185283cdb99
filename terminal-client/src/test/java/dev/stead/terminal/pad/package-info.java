/** Tests of the presentations that the report makes, on the real models and pictures. Knows no service. */
@NullMarked
package dev.stead.terminal.pad;

import org.jspecify.annotations.NullMarked;
