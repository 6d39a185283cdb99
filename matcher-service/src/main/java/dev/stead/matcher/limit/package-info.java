/**
 * What is remembered of recent decisions, to limit later ones: each presentation is decided once ({@link
 * dev.stead.matcher.limit.RecentNonces}), and no source or subject is decided on too often ({@link
 * dev.stead.matcher.limit.WindowedBudget}). Each challenge is open for a while ({@link dev.stead.matcher.limit.OpenChallenges}), and each
 * number of a device's counter is taken once ({@link dev.stead.matcher.limit.CaptureCounter}). In memory only: a restart forgets all but
 * the counters, which the storage keeps. Knows nothing of gRPC, SQL or indexes.
 */
@NullMarked
package dev.stead.matcher.limit;

import org.jspecify.annotations.NullMarked;
