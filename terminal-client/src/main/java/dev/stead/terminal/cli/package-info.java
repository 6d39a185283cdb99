/** The terminal's command line: words in, one of a few exit codes out. Knows the SDK and samples; nothing knows it but the main. */
@NullMarked
package dev.stead.terminal.cli;

import org.jspecify.annotations.NullMarked;
