package dev.stead.terminal.sample;

import com.drew.lang.ByteArrayReader;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import com.luciad.imageio.webp.WebPImageReaderSpi;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads a picture as a person sees it: turned as its Exif orientation says, whole or not at all, and in bounded memory.
 *
 * <p>The order matters: bytes are counted before they are read, blocks are walked and pixels counted before one is decoded. A picture of
 * more than {@value #DECODED_PIXELS} pixels is thinned out while it is decoded: a camera's 108 million pixels make no better sample.
 */
final class PictureReader {
    /** The largest file, in bytes. */
    static final int MAX_BYTES = 64 << 20;

    /** The most pixels of a picture; phones have cameras of 108 million. */
    static final int MAX_PIXELS = 120_000_000;

    /** The most pixels of a WebP, whose decoder cannot thin out. */
    static final int MAX_WEBP_PIXELS = 16_000_000;

    private static final int DECODED_PIXELS = 16_000_000;

    /** Cameras pad the end of their data with a few bytes; more than these are data that the decoder could not place. */
    private static final int MAX_PADDING = 64;

    private static final Pattern PADDING =
            Pattern.compile("Corrupt JPEG data: (\\d+) extraneous bytes before marker 0xd9");
    private static final Pattern HARMLESS = Pattern.compile("(?i).*(profile|thumbnail).*");
    private static final int UPRIGHT = 1;

    /** The start of a JPEG, and JFIF's block: version 1.1, square pixels, no thumbnail. */
    private static final byte[] START_WITH_JFIF =
            HexFormat.of().parseHex("FFD8" + "FFE00010" + "4A46494600" + "0101" + "00" + "00010001" + "0000");

    private PictureReader() {}

    /**
     * Decodes one picture.
     *
     * @throws SampleException if it is of a format that is not read, damaged, or too large
     */
    static BufferedImage read(Path file, byte[] bytes) {
        PictureFormat format = PictureFormat.of(bytes)
                .orElseThrow(() -> new SampleException(
                        SampleProblem.FORMAT_NOT_READ,
                        file + " is not a picture that this terminal reads: give " + PictureFormat.READ));
        if (!format.isRead()) {
            throw new SampleException(
                    SampleProblem.FORMAT_NOT_READ,
                    "%s holds a %s, which this terminal does not read: %s"
                            .formatted(file, format.label(), format.remedy()));
        }
        try {
            PictureBlocks blocks = PictureBlocks.of(format, bytes);
            refuseUnreadable(file, format, blocks);
            BufferedImage stored = decode(format, source(format, blocks, bytes), step(blocks));
            return upright(asViewersShowIt(stored), orientation(blocks.exif()));
        } catch (SampleException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // Decoders meet damaged data with exceptions of many kinds.
            throw new SampleException(
                    SampleProblem.PICTURE_DAMAGED,
                    "%s is a damaged %s: %s; copy it again from where it came, or take another"
                            .formatted(file, format.label(), e.getMessage()),
                    e);
        }
    }

    private static void refuseUnreadable(Path file, PictureFormat format, PictureBlocks blocks) {
        long pixels = (long) blocks.width() * blocks.height();
        int limit = format == PictureFormat.WEBP ? MAX_WEBP_PIXELS : MAX_PIXELS;
        if (pixels > limit) {
            throw new SampleException(
                    SampleProblem.PICTURE_TOO_LARGE,
                    "%s has %s x %s pixels: a %s may have at most %s million; save it smaller"
                            .formatted(file, blocks.width(), blocks.height(), format.label(), limit / 1_000_000));
        }
        if (blocks.isAnimated()) {
            throw new SampleException(
                    SampleProblem.FORMAT_NOT_READ, file + " is an animation: save one picture of it as JPEG or PNG");
        }
        if (!blocks.rareProcess().isEmpty()) {
            throw new SampleException(
                    SampleProblem.FORMAT_NOT_READ,
                    "%s is a JPEG of a rare kind (%s), which this terminal does not read: save it as an ordinary JPEG or as PNG"
                            .formatted(file, blocks.rareProcess()));
        }
        if (blocks.components() == 4) {
            throw new SampleException(
                    SampleProblem.FORMAT_NOT_READ, file + " has the colours of a printer (CMYK): save it in RGB");
        }
    }

    /** Every how many pixels one is decoded, in both directions. */
    private static int step(PictureBlocks blocks) {
        double pixels = (double) blocks.width() * blocks.height();
        return Math.max(1, (int) Math.ceil(Math.sqrt(pixels / DECODED_PIXELS)));
    }

    /** Java takes a JPEG that does not state its colours for RGB, unless they are thinned out; with JFIF's block it does as viewers do. */
    private static InputStream source(PictureFormat format, PictureBlocks blocks, byte[] bytes) {
        if (format != PictureFormat.JPEG || blocks.statesColours()) {
            return new ByteArrayInputStream(bytes);
        }
        return new SequenceInputStream(
                new ByteArrayInputStream(START_WITH_JFIF), new ByteArrayInputStream(bytes, 2, bytes.length - 2));
    }

    private static BufferedImage decode(PictureFormat format, InputStream source, int step) throws IOException {
        ImageReader reader = reader(format);
        try (ImageInputStream stream = new MemoryCacheImageInputStream(source)) {
            List<String> warnings = new ArrayList<>();
            reader.setInput(stream, true, true);
            reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceSubsampling(step, step, 0, 0);
            BufferedImage picture = reader.read(0, param);
            for (String warning : warnings) {
                if (!isHarmless(warning)) {
                    throw new IOException(warning);
                }
            }
            return picture;
        } finally {
            reader.dispose();
        }
    }

    /**
     * Grey as every viewer shows it: the stored value for all three colours. Java holds grey values for linear light, and where it converts
     * them (with transparency, or turned) the picture becomes lighter.
     */
    private static BufferedImage asViewersShowIt(BufferedImage stored) {
        ColorSpace colours = stored.getColorModel().getColorSpace();
        if (!colours.equals(ColorSpace.getInstance(ColorSpace.CS_GRAY))) {
            return stored;
        }
        boolean alpha = stored.getColorModel().hasAlpha();
        int shift = stored.getSampleModel().getSampleSize(0) - 8;
        int width = stored.getWidth();
        BufferedImage shown = new BufferedImage(
                width, stored.getHeight(), alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        int[] row = new int[width * stored.getRaster().getNumBands()];
        int[] pixels = new int[width];
        for (int y = 0; y < stored.getHeight(); y++) {
            stored.getRaster().getPixels(0, y, width, 1, row);
            for (int x = 0; x < width; x++) {
                int grey = row[alpha ? 2 * x : x] >> shift;
                int opacity = alpha ? row[2 * x + 1] >> shift : 255;
                pixels[x] = opacity << 24 | grey << 16 | grey << 8 | grey;
            }
            shown.setRGB(0, y, width, 1, pixels, 0, width);
        }
        return shown;
    }

    private static ImageReader reader(PictureFormat format) throws IOException {
        return format == PictureFormat.WEBP
                ? new WebPImageReaderSpi().createReaderInstance(null)
                : ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT))
                        .next();
    }

    private static boolean isHarmless(String warning) {
        Matcher padding = PADDING.matcher(warning);
        return padding.matches()
                ? Integer.parseInt(padding.group(1)) <= MAX_PADDING
                : HARMLESS.matcher(warning).matches();
    }

    /** The Exif orientation, 1 to 8; a block that cannot be read says nothing, as in every viewer. */
    private static int orientation(byte[] exif) {
        if (exif.length == 0) {
            return UPRIGHT;
        }
        Metadata metadata = new Metadata();
        try {
            new ExifReader().extract(new ByteArrayReader(exif), metadata);
        } catch (RuntimeException e) {
            return UPRIGHT;
        }
        ExifIFD0Directory main = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
        Integer tag = main == null ? null : main.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
        return tag == null || tag < 1 || tag > 8 ? UPRIGHT : tag;
    }

    private static BufferedImage upright(BufferedImage stored, int orientation) {
        if (orientation == UPRIGHT) {
            return stored;
        }
        int width = stored.getWidth();
        int height = stored.getHeight();
        boolean lying = orientation >= 5;
        BufferedImage turned =
                new BufferedImage(lying ? height : width, lying ? width : height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = turned.createGraphics();
        graphics.drawImage(stored, turn(orientation, width, height), null);
        graphics.dispose();
        return turned;
    }

    /** From the stored picture to the upright one (Exif 2.32, tag 0x112). */
    private static AffineTransform turn(int orientation, int width, int height) {
        return switch (orientation) {
            case 2 -> new AffineTransform(-1, 0, 0, 1, width, 0);
            case 3 -> new AffineTransform(-1, 0, 0, -1, width, height);
            case 4 -> new AffineTransform(1, 0, 0, -1, 0, height);
            case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
            case 6 -> new AffineTransform(0, 1, -1, 0, height, 0);
            case 7 -> new AffineTransform(0, -1, -1, 0, height, width);
            case 8 -> new AffineTransform(0, -1, 1, 0, 0, width);
            default -> new AffineTransform();
        };
    }
}
