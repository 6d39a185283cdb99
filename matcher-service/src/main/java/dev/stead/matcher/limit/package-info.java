/**
 * What is remembered of recent decisions, to limit later ones: each presentation is decided once ({@link
 * dev.stead.matcher.limit.RecentNonces}), and no source or subject is decided on too often ({@link
 * dev.stead.matcher.limit.WindowedBudget}). In memory only: a restart forgets it. Knows nothing of gRPC, SQL or indexes.
 */
@NullMarked
package dev.stead.matcher.limit;

import org.jspecify.annotations.NullMarked;
