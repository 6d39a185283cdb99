package dev.stead.matcher.domain.calibration;

import dev.stead.matcher.domain.OperatingPoint;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The operating point of a gallery as it is now. It follows the gallery's size at once, by its curve, and a calibration when there is one.
 * Never blocks. Thread-safe.
 */
public final class GalleryPoint {
    /** A point serves until the gallery is larger or smaller by this part: nobody needs another threshold for one subject more. */
    private static final int PART = 20;

    /**
     * A smaller gallery has the point of one of this size: a few people are often a family or an office, more alike than strangers are, and
     * it is about to grow.
     */
    private static final int LEAST_SUBJECTS = 500;

    /** A point, what it follows from, and between which sizes of the gallery it serves. */
    private record Sized(ThresholdCurve curve, OperatingPoint point, long least, long most) {
        /** The threshold is that of the greatest size at which it serves. */
        static Sized of(ThresholdCurve curve, float margin, int calibration, long subjects) {
            long most = subjects + subjects / PART;
            var point = new OperatingPoint(curve.at(Math.max(most, LEAST_SUBJECTS)), margin, calibration);
            return new Sized(curve, point, subjects - subjects / PART, most);
        }

        boolean serves(long subjects) {
            return least <= subjects && subjects <= most;
        }

        Sized at(long subjects) {
            return serves(subjects) ? this : of(curve, point.margin(), point.calibration(), subjects);
        }
    }

    private final AtomicReference<Sized> now;

    /** The same point whatever the size, until a curve is given. */
    public GalleryPoint(OperatingPoint fixed) {
        this.now = new AtomicReference<>(new Sized(ThresholdCurve.flat(fixed.threshold()), fixed, 0, Long.MAX_VALUE));
    }

    public OperatingPoint at(long subjects) {
        Sized found = now.get();
        return (found.serves(subjects) ? found : now.updateAndGet(one -> one.at(subjects))).point();
    }

    /** For a comparison with so many subjects of the gallery, or with more of the same kind. */
    public OperatingPoint ofRing(long subjects) {
        Sized found = now.get();
        OperatingPoint point = found.point();
        return new OperatingPoint(found.curve().at(subjects), point.margin(), point.calibration());
    }

    /**
     * From now on this curve is followed.
     *
     * @param calibration the version of the calibration that it is of; 0 if of none
     */
    public void follow(ThresholdCurve curve, int calibration, long subjects) {
        now.updateAndGet(before -> Sized.of(curve, before.point().margin(), calibration, subjects));
    }

    public ThresholdCurve curve() {
        return now.get().curve();
    }

    @Override
    public String toString() {
        return "GalleryPoint[" + now.get().point() + "]";
    }
}
