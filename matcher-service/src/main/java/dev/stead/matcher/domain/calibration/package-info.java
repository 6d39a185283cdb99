/**
 * Which threshold buys which FPIR: at what similarity a probe of a stranger finds somebody in a gallery, or in a ring of it, as rarely as
 * wanted. Knows the JDK and the embeddings, subjects and operating points of {@link dev.stead.matcher.domain}; not where templates are
 * stored or how they are searched.
 *
 * <p>The entry point is {@link dev.stead.matcher.domain.calibration.ImpostorSurvey}, which compares a sample of a gallery's subjects with
 * others, read through an {@code ImpostorSource} (a port), and fits an {@code ImpostorTail} to the {@code RingMaxima} of each ring size.
 * What it finds is a {@code GalleryCalibration}: {@code RingThreshold}s on a {@code ThresholdCurve}. Before that, an {@code ImpostorPrior}
 * of the model gives the curve. {@code GalleryPoint} is the operating point that follows from a curve and the gallery's present size.
 */
@NullMarked
package dev.stead.matcher.domain.calibration;

import org.jspecify.annotations.NullMarked;
