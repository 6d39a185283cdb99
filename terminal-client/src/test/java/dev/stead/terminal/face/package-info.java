/** Tests of the face chain on the real models and pictures. Knows no service. */
@NullMarked
package dev.stead.terminal.face;

import org.jspecify.annotations.NullMarked;
