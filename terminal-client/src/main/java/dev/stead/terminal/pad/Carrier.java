package dev.stead.terminal.pad;

import java.util.SplittableRandom;

/**
 * Something flat with a picture on it, held before a camera by hand: a screen, or a sheet of paper that may be bent. From frame to frame it
 * tilts, turns and moves a little, as a plane does.
 */
final class Carrier {
    private static final int SIZE = Portrait.SIZE;
    /** From the camera to the carrier, in widths of the frame. */
    private static final double DISTANCE = 2.2;
    /** The colours of light paper, and what ink leaves of them. */
    private static final double[] PAPER = {1, 0.97, 0.9};

    private static final double[] SCREEN = {0.95, 1, 1.06};

    /** What the picture is on. */
    enum Surface {
        SCREEN,
        PAPER
    }

    /** How the carrier is held in one frame: radians about three axes, and shares of the frame. */
    record Hold(double yaw, double pitch, double roll, double shiftX, double shiftY) {
        static final Hold STRAIGHT = new Hold(0, 0, 0, 0, 0);
    }

    private final SplittableRandom random;
    private final Surface surface;
    private final double zoom;
    private final double rim;
    private final double bend;
    private final double column;
    private final double row;
    private final double slant;
    private final double glare;
    private final double glareX;
    private final double glareY;
    private final float[] wall = new float[3];

    /** One that fills the frame or leaves a part of the wall behind it to be seen. */
    Carrier(Surface surface, SplittableRandom random) {
        this(surface, random, random.nextDouble(0.72, 1.1));
    }

    /** One that is {@code zoom} times as large as the frame. */
    Carrier(Surface surface, SplittableRandom random, double zoom) {
        this.random = random;
        this.surface = surface;
        this.zoom = zoom;
        rim = random.nextDouble(0.03, 0.08);
        bend = surface == Surface.PAPER ? random.nextDouble(-0.25, 0.25) : 0;
        // The pitch of the screen's pixels in those of the camera. It is not a whole number: the difference is what one
        // sees as moire.
        column = random.nextDouble(1.85, 3.3);
        row = column * random.nextDouble(0.98, 1.02);
        slant = random.nextDouble(-0.06, 0.06);
        glare = random.nextDouble(10, 70);
        glareX = random.nextDouble(0.2, 0.8);
        glareY = random.nextDouble(0.1, 0.9);
        double light = random.nextDouble(60, 190);
        for (int colour = 0; colour < 3; colour++) {
            wall[colour] = (float) (light * random.nextDouble(0.85, 1.1));
        }
    }

    /** As an unsteady hand holds it. */
    Hold held(int frame) {
        return new Hold(
                0.12 * Math.sin(0.9 * frame + 6 * glareX) + random.nextDouble(-0.01, 0.01),
                0.08 * Math.sin(0.7 * frame + 6 * glareY),
                0.03 * Math.sin(0.5 * frame),
                0.015 * Math.sin(0.8 * frame),
                0.012 * Math.cos(0.6 * frame));
    }

    Raster show(Raster content, Hold hold) {
        Raster out = Raster.black(SIZE, SIZE);
        float[] colours = new float[3];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double[] point =
                        onPlane((x + 0.5) / SIZE - 0.5 - hold.shiftX, (y + 0.5) / SIZE - 0.5 - hold.shiftY, hold);
                double u = point[0] / zoom;
                double v = point[1] / zoom;
                u += bend * u * Math.abs(u) / 2;
                double beyond = Math.max(Math.abs(u), Math.abs(v)) - 0.5;
                if (beyond <= 0) {
                    content.read((u + 0.5) * content.width(), (v + 0.5) * content.height(), colours);
                    shine(colours, u, v, x, y);
                } else {
                    around(colours, beyond, x, y);
                }
                out.write(x, y, colours);
            }
        }
        return surface == Surface.PAPER ? out.blurred() : out;
    }

    /** Where the line of sight through a point of the frame meets the plane through (0, 0, DISTANCE) that is held so. */
    private static double[] onPlane(double x, double y, Hold hold) {
        double share = DISTANCE / (DISTANCE + Math.sin(hold.yaw) * x + Math.sin(hold.pitch) * y);
        double across = x * share / Math.cos(hold.yaw);
        double down = y * share / Math.cos(hold.pitch);
        double cosine = Math.cos(hold.roll);
        double sine = Math.sin(hold.roll);
        return new double[] {cosine * across + sine * down, cosine * down - sine * across};
    }

    private void shine(float[] colours, double u, double v, int x, int y) {
        switch (surface) {
            case SCREEN -> emit(colours, u, v, x, y);
            case PAPER -> print(colours, u, v);
        }
    }

    /** A cold white, black that is grey, red, green and blue side by side with dark lines between, and a lamp in the glass. */
    private void emit(float[] colours, double u, double v, int x, int y) {
        double line = Math.cos(2 * Math.PI * (v - slant * u) * SIZE * zoom / row);
        double offX = (double) x / SIZE - glareX;
        double offY = (double) y / SIZE - glareY;
        double reflection = glare * Math.exp(-(offX * offX + offY * offY) / 0.03);
        for (int colour = 0; colour < 3; colour++) {
            double stripe = Math.cos(2 * Math.PI * ((u + slant * v) * SIZE * zoom / column - colour / 3.0));
            double lit = 1 - 0.14 * (1 - stripe) - 0.08 * (1 - line);
            double bright = 275 * Math.pow(colours[colour] / 255, 0.9) * SCREEN[colour];
            colours[colour] = (float) (8 + bright * lit + reflection);
        }
    }

    /** Less colour and contrast, no black, a warm white, and the dots of a printer at 45 degrees. */
    private static void print(float[] colours, double u, double v) {
        double x = u * SIZE;
        double y = v * SIZE;
        double grey = 0.3 * colours[0] + 0.59 * colours[1] + 0.11 * colours[2];
        for (int colour = 0; colour < 3; colour++) {
            double faded = grey + 0.68 * (colours[colour] - grey);
            double dots = Math.sin((x + y) * 1.9 + colour) * Math.sin((x - y) * 1.9 + 2 * colour);
            colours[colour] = (float) ((38 + 0.72 * faded + 7 * dots) * PAPER[colour]);
        }
    }

    /** The bezel or the white edge, and the wall behind. */
    private void around(float[] colours, double beyond, int x, int y) {
        for (int colour = 0; colour < 3; colour++) {
            double edge = surface == Surface.SCREEN ? 14 : 235 * PAPER[colour];
            double behind = wall[colour] * (0.8 + 0.3 * x / SIZE + 0.1 * Math.sin(y / 90.0));
            colours[colour] = (float) (beyond <= rim ? edge : behind);
        }
    }
}
