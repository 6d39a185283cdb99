/**
 * The business of the matcher: who is in front of this device? It knows nothing of gRPC, SQL or how a gallery is searched, and reads
 * without any framework; of the rest of Stead it uses only {@link dev.stead.mesh.request} and {@link dev.stead.mesh.statistic}. Whether a
 * frame was captured at all is the business of {@link dev.stead.matcher.domain.capture}, which threshold buys which error rate that of
 * {@link dev.stead.matcher.domain.calibration}, who is perhaps enrolled twice that of {@link dev.stead.matcher.domain.duplicate}, whether
 * searches find what they should that of {@link dev.stead.matcher.domain.audit}, and whether those who are identified become less similar
 * that of {@link dev.stead.matcher.domain.drift}.
 *
 * <p>The entry points are the use cases {@link dev.stead.matcher.domain.Identifier}, {@link dev.stead.matcher.domain.Enroller}, {@link
 * dev.stead.matcher.domain.BulkEnroller} and {@link dev.stead.matcher.domain.Eraser}. The other types, in groups:
 *
 * <ul>
 *   <li><b>samples</b>: {@code Sample}, {@code Embedding}, {@code Quality}, {@code ModelId};
 *   <li><b>galleries</b>: {@code Gallery} (a port) with its {@code GalleryId} and {@code GalleryConfig}, and all of them as {@code
 *       Galleries};
 *   <li><b>identification</b>: a {@code Presentation} of one person at a {@code CaptureSource}, marked by a {@code CaptureNonce}, whose
 *       frames become one {@code Probe}; a {@code StepwiseSearch}, which makes one {@code Comparison} after the other, of those whom {@code
 *       Rings} (a port) name and of all; the {@code CandidateList} of {@code Candidate}s that a gallery finds; the {@code OperatingPoint}
 *       that makes a {@code Decision} of it, with a {@code LookAlikeJudge}; the {@code IdentityClaims} that an {@code AssertionSigner} (a
 *       port) signs;
 *   <li><b>limits</b>: {@code Nonces} and {@code DecisionBudget} (ports);
 *   <li><b>enrolment and erasure</b>: {@code Enrolment} with {@code Consent}, {@code AddedSample}, the {@code Subject} with its {@code
 *       SubjectId}; an {@code ErasureReceipt} for each erasure, checked by {@code Eraser.Erasures} (a port);
 *   <li><b>look-alikes</b>: an {@code EnrolmentGuard} keeps one face from being enrolled twice, except for the {@code LookAlikes} that an
 *       operator names: each is a {@code LookAlike}, and once it is stored a {@code LookAlike.Recorded}. {@code Verifications} (a port) are
 *       the second factor that decides between them;
 *   <li><b>errors</b>: {@code MatcherError}, thrown as {@code MatcherException}.
 * </ul>
 */
@NullMarked
package dev.stead.matcher.domain;

import org.jspecify.annotations.NullMarked;
