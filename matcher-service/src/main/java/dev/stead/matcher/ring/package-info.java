/**
 * Hears from the task service who may act where. It knows the task service's contract and the domain's port; it must not know galleries,
 * storage or what a ring is used for.
 *
 * <p>The entry point is {@link dev.stead.matcher.ring.RingSubscription}, which keeps {@link dev.stead.matcher.ring.PublishedRings} current.
 */
@NullMarked
package dev.stead.matcher.ring;

import org.jspecify.annotations.NullMarked;
