/**
 * The matcher over gRPC: converts the contract's messages to domain values and back. The only package that knows the contract; it decides
 * nothing, and knows nothing of SQL or indexes.
 *
 * <p>The entry points are {@link dev.stead.matcher.grpc.IdentificationGrpcService}, {@link dev.stead.matcher.grpc.EnrolmentGrpcService} and
 * {@link dev.stead.matcher.grpc.CaptureDeviceGrpcService}. The other types, in groups:
 *
 * <ul>
 *   <li><b>streams</b>: an {@code IdentifyStream} with its {@code IdentifyFrames}, a {@code BulkEnrolStream};
 *   <li><b>conversion</b>: {@code Samples}, {@code CaptureProofs}, {@code Messages}, {@code DecisionMessages}, {@code RequestContext};
 *   <li><b>when an answer leaves</b>: {@code AnswerTimes}, a {@code HeldAnswer};
 *   <li><b>who may call, what a refusal says, what is counted</b>: {@code MatcherAccess}, {@code MatcherErrors}, {@code
 *       IdentificationMetrics}.
 * </ul>
 */
@NullMarked
package dev.stead.matcher.grpc;

import org.jspecify.annotations.NullMarked;
