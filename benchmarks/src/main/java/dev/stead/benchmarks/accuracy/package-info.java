/**
 * Measures how well people are recognised, as they are: through a matcher that runs as a process of its own, over gRPC, with rings that it
 * hears from a task service as it would in a shop.
 *
 * <p>{@code LabelledEmbeddings} are split into a {@code TestCrew}: each test subject enrols templates in one of two galleries, presents
 * frames there, and is a stranger to the other. {@code MatcherUnderTest} is the matcher; a {@code RingPublisher} tells it who is in which
 * ring, as a {@code RingPartition} has it; {@code Trials} are presentations at its terminals, as a {@code TrialPlan} has them. An {@code
 * AccuracyRun} does all of this for each set of conditions; what comes out are the {@code Cell}s of an {@code AccuracyReport}.
 */
@NullMarked
package dev.stead.benchmarks.accuracy;

import org.jspecify.annotations.NullMarked;
