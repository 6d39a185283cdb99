package dev.stead.terminal.pad;

import java.awt.Polygon;
import java.util.SplittableRandom;

/** A printed face, cut out along its edge and at the eyes, worn before a head: the eyes behind the holes, and all around, are real. */
final class CutOut {
    private static final int SIZE = Portrait.SIZE;
    private static final float EDGE = 225;

    private final Portrait portrait;
    private final Raster print;
    private final Polygon leftEye;
    private final Polygon rightEye;
    private final double phase;

    CutOut(Portrait portrait, SplittableRandom random) {
        this.portrait = portrait;
        print = new Carrier(Carrier.Surface.PAPER, random, 1).show(portrait.still(), Carrier.Hold.STRAIGHT);
        leftEye = portrait.aroundEye(36);
        rightEye = portrait.aroundEye(42);
        phase = random.nextDouble(0, 2 * Math.PI);
    }

    /** The mask turns and moves as a plane, what is behind it as a head. */
    Raster frame(int frame) {
        Raster out = portrait.turned(
                new HeadPose(Math.toRadians(6) * Math.sin(0.9 * frame + phase), 0, 0.01 * Math.sin(frame), 0));
        double height = portrait.height();
        double shiftX = 0.02 * height * Math.sin(0.8 * frame + phase);
        double shiftY = 0.015 * height * Math.cos(0.6 * frame);
        double narrower = Math.cos(0.15 * Math.sin(0.7 * frame + phase));
        float[] colours = new float[3];
        for (int y = 0; y < SIZE; y++) {
            for (int x = 0; x < SIZE; x++) {
                double u = portrait.centreX() + (x - portrait.centreX() - shiftX) / narrower;
                double v = y - shiftY;
                double offX = (u - portrait.centreX()) / (0.46 * height);
                double offY = (v - portrait.centreY()) / (0.62 * height);
                double from = offX * offX + offY * offY;
                out.read(x, y, colours);
                if (from < 0.97 && !leftEye.contains(u, v) && !rightEye.contains(u, v)) {
                    print.read(u, v, colours);
                } else if (from >= 0.97 && from < 1.08) {
                    border(colours, from);
                }
                out.write(x, y, colours);
            }
        }
        return out;
    }

    /** The cut edge of the paper is white, and its shadow lies on the head around it. */
    private static void border(float[] colours, double from) {
        for (int colour = 0; colour < 3; colour++) {
            colours[colour] = from < 1 ? EDGE : 0.6f * colours[colour];
        }
    }
}
