package dev.stead.terminal.pad;

import java.awt.image.BufferedImage;
import java.util.SplittableRandom;

/**
 * What a camera adds to a presentation, of a person and of an attack alike: exposure, a cast of colour, blur, and noise that differs from
 * frame to frame.
 */
final class Camera {
    private final SplittableRandom random;
    private final double[] gain = new double[3];
    private final double offset;
    private final int blurs;
    private final double noise;

    Camera(SplittableRandom random) {
        this.random = random;
        double exposure = random.nextDouble(0.8, 1.15);
        for (int colour = 0; colour < 3; colour++) {
            gain[colour] = exposure * random.nextDouble(0.96, 1.04);
        }
        offset = random.nextDouble(-8, 12);
        blurs = random.nextInt(3);
        noise = random.nextDouble(1, 4);
    }

    BufferedImage frame(Raster scene) {
        Raster seen = scene;
        for (int i = 0; i < blurs; i++) {
            seen = seen.blurred();
        }
        Raster frame = Raster.black(seen.width(), seen.height());
        for (int i = 0; i < frame.values().length; i++) {
            frame.values()[i] = (float) (seen.values()[i] * gain[i % 3] + offset + noise * grain());
        }
        return frame.image();
    }

    /** Of deviation 1, and near enough to a normal distribution: the sum of four uniform numbers. */
    private double grain() {
        double sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += random.nextDouble() - 0.5;
        }
        return sum * Math.sqrt(3);
    }
}
