package dev.stead.terminal.face;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferInt;

/** The pixels of a picture as 0xRRGGBB, row by row. The array must not be modified. */
@SuppressWarnings("ArrayRecordComponent") // holds numbers that nothing compares
record Picture(int[] pixels, int width, int height) {
    static Picture of(BufferedImage image) {
        BufferedImage rgb = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = rgb.createGraphics();
        graphics.drawImage(image, 0, 0, null);
        graphics.dispose();
        return new Picture(
                ((DataBufferInt) rgb.getRaster().getDataBuffer()).getData(), rgb.getWidth(), rgb.getHeight());
    }

    /**
     * Resamples the picture: the pixel (x, y) of the result is taken from {@code toSource(x, y)}, or black if that is outside.
     *
     * <p>All three steps (shrink, crop, align) use this. Where the source is finer than the result, each result pixel is the mean of a grid
     * of source points, about one per source pixel. Without that, a face shrunk to a sixth is noise.
     */
    Picture warp(Affine toSource, int outWidth, int outHeight) {
        int grid = Math.clamp(Math.round(toSource.scale()), 1, 8);
        int[] out = new int[outWidth * outHeight];
        for (int y = 0; y < outHeight; y++) {
            for (int x = 0; x < outWidth; x++) {
                out[y * outWidth + x] = grid > 2 ? meanOfNearest(toSource, x, y, grid) : bilinear(toSource, x, y, grid);
            }
        }
        return new Picture(out, outWidth, outHeight);
    }

    private int meanOfNearest(Affine toSource, int x, int y, int grid) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int j = 0; j < grid; j++) {
            double outY = y + (j + 0.5) / grid - 0.5;
            for (int i = 0; i < grid; i++) {
                double outX = x + (i + 0.5) / grid - 0.5;
                int pixel = at(
                        (int) Math.floor(toSource.x(outX, outY) + 0.5), (int) Math.floor(toSource.y(outX, outY) + 0.5));
                red += red(pixel);
                green += green(pixel);
                blue += blue(pixel);
            }
        }
        int count = grid * grid;
        int half = count / 2;
        return rgb((red + half) / count, (green + half) / count, (blue + half) / count);
    }

    private int bilinear(Affine toSource, int x, int y, int grid) {
        double red = 0.5;
        double green = 0.5;
        double blue = 0.5;
        double share = 1.0 / (grid * grid);
        for (int k = 0; k < grid * grid; k++) {
            double outX = x + ((k % grid) + 0.5) / grid - 0.5;
            double outY = y + (Math.floorDiv(k, grid) + 0.5) / grid - 0.5;
            double sourceX = toSource.x(outX, outY);
            double sourceY = toSource.y(outX, outY);
            int left = (int) Math.floor(sourceX);
            int top = (int) Math.floor(sourceY);
            for (int corner = 0; corner < 4; corner++) {
                int column = left + (corner & 1);
                int row = top + (corner >> 1);
                double weight = share * (1 - Math.abs(sourceX - column)) * (1 - Math.abs(sourceY - row));
                int pixel = at(column, row);
                red += weight * red(pixel);
                green += weight * green(pixel);
                blue += weight * blue(pixel);
            }
        }
        return rgb((int) red, (int) green, (int) blue);
    }

    private static int rgb(int red, int green, int blue) {
        return (red << 16) | (green << 8) | blue;
    }

    private static int red(int pixel) {
        return (pixel >> 16) & 255;
    }

    private static int green(int pixel) {
        return (pixel >> 8) & 255;
    }

    private static int blue(int pixel) {
        return pixel & 255;
    }

    private int at(int x, int y) {
        return x < 0 || y < 0 || x >= width || y >= height ? 0 : pixels[y * width + x] & 0xFFFFFF;
    }

    /** The luma of each pixel, 0 to 255 (ITU-R BT.601). */
    float[] grey() {
        float[] grey = new float[pixels.length];
        for (int i = 0; i < grey.length; i++) {
            int pixel = pixels[i];
            grey[i] = 0.299f * red(pixel) + 0.587f * green(pixel) + 0.114f * blue(pixel);
        }
        return grey;
    }

    /** Three planes one after the other, red first or blue first, each value (v - mean) / divisor. */
    float[] planes(boolean blueFirst, float mean, float divisor) {
        float[] planes = new float[3 * pixels.length];
        for (int plane = 0; plane < 3; plane++) {
            int shift = 8 * (blueFirst ? plane : 2 - plane);
            for (int i = 0; i < pixels.length; i++) {
                planes[plane * pixels.length + i] = (((pixels[i] >> shift) & 255) - mean) / divisor;
            }
        }
        return planes;
    }
}
