package dev.stead.terminal.pad;

import dev.stead.terminal.face.Box;
import dev.stead.terminal.face.Face;
import java.awt.Polygon;

/**
 * One person of a demonstration picture as a camera of a kiosk would see them: a square of {@link #SIZE} pixels, in which the face takes a
 * third of the height.
 *
 * @param left of the square within the picture, in the picture's pixels, as {@code top}
 * @param scale pixels of the picture for one of the portrait
 */
record Portrait(Raster picture, Face face, double left, double top, double scale) {
    static final int SIZE = 480;
    private static final double ROOM = 3;

    static Portrait of(Raster picture, Face face) {
        Box box = face.box();
        double side = Math.min(ROOM * box.height(), Math.min(picture.width(), picture.height()) - 1);
        double left = Math.clamp((box.left() + box.right() - side) / 2, 0, picture.width() - side);
        double top = Math.clamp((box.top() + box.bottom() - side) / 2, 0, picture.height() - side);
        return new Portrait(picture, face, left, top, side / SIZE);
    }

    double centreX() {
        return ((face.box().left() + face.box().right()) / 2 - left) / scale;
    }

    double centreY() {
        return ((face.box().top() + face.box().bottom()) / 2 - top) / scale;
    }

    /** From where this person stands to a face of a frame. */
    double distance(Face other) {
        double x = (other.box().left() + other.box().right()) / 2;
        double y = (other.box().top() + other.box().bottom()) / 2;
        return Math.hypot(x - centreX(), y - centreY());
    }

    /** The height of the face. */
    double height() {
        return face.box().height() / scale;
    }

    /** The person, still. */
    Raster still() {
        return turned(HeadPose.STILL);
    }

    /**
     * The head turned as a body with depth turns, an ellipsoid with a nose, before a background that stands still. The depth is not the one
     * by which the face chain measures parallax; yet it is a model of a head, and not a head.
     */
    Raster turned(HeadPose pose) {
        Raster out = Raster.black(SIZE, SIZE);
        float[] colours = new float[3];
        double height = height();
        double middleX = centreX() + pose.shiftX() * height;
        double middleY = centreY() + pose.shiftY() * height;
        double noseX = x(30) + pose.shiftX() * height;
        double noseY = y(30) + pose.shiftY() * height - 0.06 * height;
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double depth = ellipsoid((x - middleX) / (0.62 * height), (y - middleY) / (0.78 * height))
                        + 0.16 * bump((x - noseX) / (0.08 * height), (y - noseY) / (0.14 * height));
                double share = Math.min(1, depth / 0.14);
                double fromX = x - height * (share * pose.shiftX() + depth * Math.sin(pose.yaw()));
                double fromY = y - height * (share * pose.shiftY() - depth * Math.sin(pose.pitch()));
                picture.read(left + fromX * scale, top + fromY * scale, colours);
                out.write(x, y, colours);
            }
        }
        return out;
    }

    /** The depth in heights of the face; outside of the head it fades out, so that nothing is torn. */
    private static double ellipsoid(double x, double y) {
        double square = x * x + y * y;
        return 0.45 * (square < 1 ? Math.sqrt(1 - 0.9 * square) : Math.sqrt(0.1) * Math.exp(2 * (1 - square)));
    }

    private static double bump(double x, double y) {
        return Math.exp(-(x * x + y * y) / 2);
    }

    /** The outline of an eye, half as large again. */
    Polygon aroundEye(int firstLandmark) {
        double middleX = 0;
        double middleY = 0;
        for (int i = firstLandmark; i < firstLandmark + 6; i++) {
            middleX += x(i) / 6;
            middleY += y(i) / 6;
        }
        Polygon around = new Polygon();
        for (int i = firstLandmark; i < firstLandmark + 6; i++) {
            around.addPoint((int) Math.round(middleX + 1.5 * (x(i) - middleX)), (int)
                    Math.round(middleY + 1.5 * (y(i) - middleY)));
        }
        return around;
    }

    private double x(int landmark) {
        return (face.landmarks().points()[2 * landmark] - left) / scale;
    }

    private double y(int landmark) {
        return (face.landmarks().points()[2 * landmark + 1] - top) / scale;
    }

    /** The name and the numbers, without the face. */
    @Override
    public String toString() {
        return "Portrait[" + SIZE + "x" + SIZE + "]";
    }
}
