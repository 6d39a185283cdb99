/**
 * What is remembered of decisions, to limit later ones: each presentation is decided once ({@link dev.stead.matcher.limit.RecentNonces}),
 * and no source, no subject and no enrolment is decided on too often ({@link dev.stead.matcher.limit.CountedBudget}). The budget's {@code
 * Counter}s are durable through {@code DecisionCounts} (a port), into which a {@code CountWriter} writes beside the decisions. Each
 * challenge is open for a while ({@link dev.stead.matcher.limit.OpenChallenges}), and each number of a device's counter is taken once
 * ({@link dev.stead.matcher.limit.CaptureCounter}), which the storage keeps. A {@code Quarantine}, nonces, challenges and verifications are
 * in memory only. Knows nothing of gRPC, SQL or indexes.
 */
@NullMarked
package dev.stead.matcher.limit;

import org.jspecify.annotations.NullMarked;
