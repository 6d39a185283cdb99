package dev.stead.terminal.face;

/** A rectangle in a picture, in pixels; it may extend beyond the picture's edge. */
public record Box(double left, double top, double right, double bottom) {
    /** Refuses an empty rectangle. */
    public Box {
        if (!(left < right) || !(top < bottom)) {
            throw new IllegalArgumentException("a box must have a positive width and height");
        }
    }

    public double width() {
        return right - left;
    }

    public double height() {
        return bottom - top;
    }

    Box moved(double x, double y) {
        return new Box(left + x, top + y, right + x, bottom + y);
    }

    /** Intersection over union, 0 (disjoint) to 1 (equal). */
    double overlap(Box other) {
        double width = Math.min(right, other.right) - Math.max(left, other.left);
        double height = Math.min(bottom, other.bottom) - Math.max(top, other.top);
        if (width <= 0 || height <= 0) {
            return 0;
        }
        double common = width * height;
        return common / (width() * height() + other.width() * other.height() - common);
    }
}
