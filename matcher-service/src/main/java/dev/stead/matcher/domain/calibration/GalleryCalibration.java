package dev.stead.matcher.domain.calibration;

import java.time.Instant;

/**
 * What a gallery measured on itself: the thresholds that buy an FPIR.
 *
 * @param version rises by one with each calibration of a gallery, from 1
 * @param subjects how many there were
 * @param probes how many of them were compared with the others
 */
public record GalleryCalibration(
        int version, double targetFpir, int subjects, int probes, ThresholdCurve curve, Instant createTime) {
    /** The same, as it is stored. */
    public GalleryCalibration numbered(int number) {
        return new GalleryCalibration(number, targetFpir, subjects, probes, curve, createTime);
    }
}
