/**
 * Verifies evidence without calling anybody: the entry point is {@link dev.stead.terminal.evidence.EvidenceVerifier}. {@code
 * docs/evidence.md} has the format, and what a verification shows.
 */
@NullMarked
package dev.stead.terminal.evidence;

import org.jspecify.annotations.NullMarked;
