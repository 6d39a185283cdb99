package dev.stead.terminal.pad;

import java.awt.image.BufferedImage;

/**
 * The colours of a picture to be computed with: red, green and blue, 0 to 255, row by row. Whoever makes one may write to it, until it is
 * shown to somebody else.
 */
@SuppressWarnings("ArrayRecordComponent") // holds numbers that nothing compares
record Raster(float[] values, int width, int height) {
    static Raster black(int width, int height) {
        return new Raster(new float[3 * width * height], width, height);
    }

    static Raster of(BufferedImage image) {
        Raster raster = black(image.getWidth(), image.getHeight());
        int[] pixels = image.getRGB(0, 0, raster.width, raster.height, null, 0, raster.width);
        for (int i = 0; i < raster.values.length; i++) {
            raster.values[i] = (pixels[i / 3] >> (16 - 8 * (i % 3))) & 255;
        }
        return raster;
    }

    BufferedImage image() {
        int[] pixels = new int[width * height];
        for (int i = 0; i < values.length; i++) {
            pixels[i / 3] |= Math.clamp(Math.round(values[i]), 0, 255) << (16 - 8 * (i % 3));
        }
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, pixels, 0, width);
        return image;
    }

    /** Reads the colours at a point between pixels into {@code colours}; beyond the edge they are those of the edge. */
    void read(double x, double y, float[] colours) {
        double insideX = Math.clamp(x, 0, width - 1.001);
        double insideY = Math.clamp(y, 0, height - 1.001);
        int left = (int) insideX;
        int top = (int) insideY;
        float right = (float) (insideX - left);
        float below = (float) (insideY - top);
        int above = 3 * (top * width + left);
        int under = above + 3 * width;
        for (int colour = 0; colour < 3; colour++) {
            float upper = values[above + colour] * (1 - right) + values[above + 3 + colour] * right;
            float lower = values[under + colour] * (1 - right) + values[under + 3 + colour] * right;
            colours[colour] = upper * (1 - below) + lower * below;
        }
    }

    void write(int x, int y, float[] colours) {
        System.arraycopy(colours, 0, values, 3 * (y * width + x), 3);
    }

    /** Each pixel and its neighbours, weighted 1-2-1 in both directions. */
    Raster blurred() {
        return weighted(3, 3 * width).weighted(3 * width, 3);
    }

    /** Weights in one direction, of which {@code step} is the distance in the array, and {@code other} that of the other direction. */
    private Raster weighted(int step, int other) {
        Raster result = black(width, height);
        int length = step < other ? width : height;
        for (int i = 0; i < values.length; i++) {
            int at = i / step % length;
            float before = at == 0 ? values[i] : values[i - step];
            float after = at == length - 1 ? values[i] : values[i + step];
            result.values[i] = (before + 2 * values[i] + after) / 4;
        }
        return result;
    }
}
