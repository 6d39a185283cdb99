package dev.stead.terminal.sample;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures for tests: four coloured quarters, A (red) B (green) above C (blue) D (white), in every format, with any orientation tag. */
final class MadePictures {
    static final int WIDTH = 64;
    static final int HEIGHT = 48;

    /** The quarters as a camera stores them under each orientation, if upright they are ABCD (Exif 2.32, tag 0x112). */
    static final String[] STORED = {"", "ABCD", "BADC", "DCBA", "CDAB", "ACBD", "BDAC", "DBCA", "CADB"};

    private static final Map<Character, Color> COLOURS =
            Map.of('A', Color.RED, 'B', Color.GREEN, 'C', Color.BLUE, 'D', Color.WHITE);

    /** The quarters BDAC, as libwebp writes them: lossless, lossy, and two frames. */
    private static final String WEBP_LOSSLESS =
            "UklGRjoAAABXRUJQVlA4TC0AAAAvP8ALAB8gEEjeHzqN+RcQFPwf3fxHZA+ASIDEk570pIlOjOj/BBSPvg2DvgEA";

    private static final String WEBP_LOSSY =
            "UklGRnoAAABXRUJQVlA4IG4AAAAQBgCdASpAADAAPrFOnUmnJKKhMrtoAOAWCUAZZTtPyv8M9NB+Ev5A"
                    + "AN4bG3Om/Q74n876MGjPowAA/t1A4KYtNn8bSfWC+l+OfeN+IEoD4vPvOXzwADdJP5uyfHNS+o1EzMpRIdO7O0CbAAAAAA==";
    static final String WEBP_ANIMATION =
            "UklGRsgAAABXRUJQVlA4WAoAAAACAAAAPwAALwAAQU5JTQYAAAAAAAAAAABBTk1GSgAAAAAAAAAAAD8A"
                    + "AC8AAAAAAAJWUDhMMgAAAC8/wAsAHyAQSN4fOo35FxAU/B/d/EdkD4Aw22iSk5zkKdwzov+hqrpt2/Z3VRUAwN0AQU5NRkoAAAAA"
                    + "AAAAAAA/AAAvAAAAAAAAVlA4TDIAAAAvP8ALAB8gEEjeHzqN+RcQFPwf3fxHZA+AMNtokpM8ySncM6L/sW3bpqr6NwBAVdXdAQ==";

    private MadePictures() {}

    static BufferedImage quarters(String colours) {
        BufferedImage picture = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        for (int i = 0; i < 4; i++) {
            graphics.setColor(COLOURS.get(colours.charAt(i)));
            graphics.fillRect(i % 2 * WIDTH / 2, i / 2 * HEIGHT / 2, WIDTH / 2, HEIGHT / 2);
        }
        graphics.dispose();
        return picture;
    }

    /** The quarters of a picture, read at the middle of each. */
    static String colours(BufferedImage picture) {
        StringBuilder colours = new StringBuilder();
        for (int i = 0; i < 4; i++) {
            int x = picture.getWidth() * (1 + 2 * (i % 2)) / 4;
            int y = picture.getHeight() * (1 + 2 * (i / 2)) / 4;
            Color seen = new Color(picture.getRGB(x, y));
            colours.append(COLOURS.entrySet().stream()
                    .min((one, other) ->
                            Integer.compare(distance(one.getValue(), seen), distance(other.getValue(), seen)))
                    .orElseThrow()
                    .getKey());
        }
        return colours.toString();
    }

    private static int distance(Color one, Color other) {
        return Math.abs(one.getRed() - other.getRed())
                + Math.abs(one.getGreen() - other.getGreen())
                + Math.abs(one.getBlue() - other.getBlue());
    }

    /** With much detail, so that its data is long. */
    static BufferedImage noise(long seed) {
        BufferedImage picture = new BufferedImage(160, 120, BufferedImage.TYPE_INT_RGB);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 160 * 120; i++) {
            picture.setRGB(i % 160, i / 160, random.nextInt());
        }
        return picture;
    }

    /** Encodes by ImageIO's name of a format; a minus before it means progressive or interlaced. */
    static byte[] encoded(BufferedImage picture, String format) throws IOException {
        ImageWriter writer =
                ImageIO.getImageWritersByFormatName(format.replace("-", "")).next();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (var stream = new MemoryCacheImageOutputStream(out)) {
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (format.startsWith("-")) {
                param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), param);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }

    /** The quarters BDAC as WebP. */
    static byte[] webp(boolean lossless) {
        return Base64.getDecoder().decode(lossless ? WEBP_LOSSLESS : WEBP_LOSSY);
    }

    /** An Exif block that holds nothing but the orientation. */
    static byte[] exif(int orientation, ByteOrder order) {
        ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
        tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        tiff.putShort((short) 42).putInt(8).putShort((short) 1);
        tiff.putShort((short) 0x112).putShort((short) 3).putInt(1).putShort((short) orientation);
        return tiff.array();
    }

    static byte[] jpegWithExif(byte[] jpeg, byte[] exif) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(out);
        data.write(jpeg, 0, 2);
        data.writeShort(0xFFE1);
        data.writeShort(2 + 6 + exif.length);
        data.writeBytes("Exif\0\0");
        data.write(exif);
        data.write(jpeg, 2, jpeg.length - 2);
        return out.toByteArray();
    }

    static byte[] pngWithExif(byte[] png, byte[] exif) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int afterHeader = 8 + 25;
        out.write(png, 0, afterHeader);
        out.write(chunk("eXIf", exif));
        out.write(png, afterHeader, png.length - afterHeader);
        return out.toByteArray();
    }

    /** With the block of an animation that says how many frames it has. */
    static byte[] pngWithFrames(byte[] png, int frames) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int afterHeader = 8 + 25;
        out.write(png, 0, afterHeader);
        out.write(chunk("acTL", ByteBuffer.allocate(8).putInt(frames).array()));
        out.write(png, afterHeader, png.length - afterHeader);
        return out.toByteArray();
    }

    static byte[] webpWithExif(byte[] webp, byte[] exif) {
        ByteBuffer out = ByteBuffer.allocate(webp.length + 18 + 8 + exif.length).order(ByteOrder.LITTLE_ENDIAN);
        out.put(webp, 0, 4).putInt(out.capacity() - 8).put(webp, 8, 4);
        out.put("VP8X".getBytes(StandardCharsets.US_ASCII)).putInt(10).putInt(8);
        out.put(new byte[] {WIDTH - 1, 0, 0, HEIGHT - 1, 0, 0});
        out.put(webp, 12, webp.length - 12);
        out.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length).put(exif);
        return out.array();
    }

    /** A small file that says it has this many black pixels. */
    static byte[] pngOf(int width, int height, int rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'});
        byte[] header = ByteBuffer.allocate(13)
                .putInt(width)
                .putInt(height)
                .put((byte) 1)
                .array();
        out.write(chunk("IHDR", header));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(packed)) {
            for (int row = 0; row < rows; row++) {
                deflater.write(new byte[1 + (width + 7) / 8]);
            }
        }
        out.write(chunk("IDAT", packed.toByteArray()));
        out.write(chunk("IEND", new byte[0]));
        return out.toByteArray();
    }

    private static byte[] chunk(String type, byte[] data) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + data.length);
        chunk.putInt(data.length).put(type.getBytes(StandardCharsets.US_ASCII)).put(data);
        CRC32 crc = new CRC32();
        crc.update(chunk.array(), 4, 4 + data.length);
        return chunk.putInt((int) crc.getValue()).array();
    }

    /** The bytes with a stretch of them overwritten. */
    static byte[] overwritten(byte[] bytes, int from, int to, int value) {
        byte[] damaged = bytes.clone();
        Arrays.fill(damaged, from, to, (byte) value);
        return damaged;
    }
}
