/**
 * A provider that misbehaves by a script, as a process of its own with a journal of its own, and the payment adapter started with it. The
 * only package of the harness that implements a service's port; it must not know what a row wants to prove.
 */
@NullMarked
package dev.stead.systemtests.provider;

import org.jspecify.annotations.NullMarked;
