package dev.stead.terminal.face;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.awt.image.RescaleOp;
import java.util.SplittableRandom;

/**
 * Varies a picture of a person, to get more samples for demonstrations and tests: moved, rotated a little, nearer or further, lighter or
 * darker, blurred, never mirrored. Variations are far more alike than real captures of one person (cosine of 0.9 and more, instead of
 * 0.68), so they say nothing about accuracy.
 */
public final class Variations {
    private static final Kernel BLUR = new Kernel(
            3, 3, new float[] {1 / 16f, 2 / 16f, 1 / 16f, 2 / 16f, 4 / 16f, 2 / 16f, 1 / 16f, 2 / 16f, 1 / 16f});

    private Variations() {}

    /** The face and its surroundings, varied; the same for the same seed. */
    public static BufferedImage of(BufferedImage picture, Box face, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double side = face.height();
        double zoom = random.nextDouble(0.7, 1.15);
        int size = (int) Math.max(64, Math.round(2 * side * zoom));
        AffineTransform place = new AffineTransform();
        place.translate(size / 2.0, size / 2.0);
        place.rotate(Math.toRadians(random.nextDouble(-7, 7)));
        place.scale(zoom, zoom);
        place.translate(
                -(face.left() + face.right()) / 2 + side * random.nextDouble(-0.15, 0.15),
                -(face.top() + face.bottom()) / 2 + side * random.nextDouble(-0.15, 0.15));
        BufferedImage varied = draw(picture, place, size);
        int blurs = random.nextInt(3);
        for (int i = 0; i < blurs; i++) {
            varied = new ConvolveOp(BLUR, ConvolveOp.EDGE_NO_OP, null).filter(varied, null);
        }
        float contrast = (float) random.nextDouble(0.75, 1.15);
        return new RescaleOp(contrast, (float) random.nextDouble(-20, 30), null).filter(varied, null);
    }

    private static BufferedImage draw(BufferedImage picture, AffineTransform place, int size) {
        BufferedImage drawn = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = drawn.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.setColor(Color.GRAY);
        graphics.fillRect(0, 0, size, size);
        graphics.drawImage(picture, place, null);
        graphics.dispose();
        return drawn;
    }
}
