/** Tests of the command line: arguments in, text and exit codes out. */
@NullMarked
package dev.stead.terminal.cli;

import org.jspecify.annotations.NullMarked;
