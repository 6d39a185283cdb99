/**
 * Signs identity assertions: what the matcher states about who stood where, in a form that the task service can verify without asking the
 * matcher. The only package that touches the signing key; it decides nothing.
 */
@NullMarked
package dev.stead.matcher.identity;

import org.jspecify.annotations.NullMarked;
