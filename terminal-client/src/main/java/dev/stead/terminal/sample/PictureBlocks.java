package dev.stead.terminal.sample;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;

/**
 * Walks the blocks of a picture file from the first to the last, before any pixel is decoded: a file that is cut short or damaged is then
 * known, and so are its size in pixels and its Exif block. Decoders do not tell: most fill what is missing with grey.
 *
 * <p>After the last block anything may follow, as phones append films to pictures.
 */
final class PictureBlocks {
    private static final int START_OF_SCAN = 0xDA;
    private static final int END_OF_IMAGE = 0xD9;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final byte[] JFIF = "JFIF\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);

    private final byte[] bytes;
    private int width;
    private int height;
    private int components;
    private boolean animated;
    private boolean colourStated;
    private String process = "";
    private byte[] exif = new byte[0];

    private PictureBlocks(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Walks the whole file.
     *
     * @throws IOException if it ends too early, or a block is damaged; the message says which
     */
    static PictureBlocks of(PictureFormat format, byte[] bytes) throws IOException {
        PictureBlocks blocks = new PictureBlocks(bytes);
        switch (format) {
            case JPEG -> blocks.walkJpeg();
            case PNG -> blocks.walkPng();
            case WEBP -> blocks.walkWebp();
            case GIF -> blocks.walkGif();
            case BMP -> blocks.walkBmp();
            case AVIF, HEIC, RAW, FILM, TIFF, JPEG_XL, JPEG_2000, PDF, PHOTOSHOP ->
                throw new IllegalArgumentException(format + " is not read");
        }
        if (blocks.width < 1 || blocks.height < 1) {
            throw new IOException("it does not say how large it is");
        }
        return blocks;
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /** How many colour components a JPEG has; 0 for other formats. */
    int components() {
        return components;
    }

    boolean isAnimated() {
        return animated;
    }

    /** The coding of a JPEG that no decoder here knows, by its name; empty if it is an ordinary one. */
    String rareProcess() {
        return process;
    }

    /** Whether the file says of which colours its three components are; if not, all viewers take them for luma and chroma. */
    boolean statesColours() {
        return colourStated;
    }

    /** The TIFF structure of the Exif block; empty if there is none. */
    byte[] exif() {
        return exif.clone();
    }

    /** ITU-T T.81, annex B. */
    private void walkJpeg() throws IOException {
        int at = 2;
        while (true) {
            at = afterMarker(at);
            int marker = u8(at - 1);
            if (marker == END_OF_IMAGE) {
                return;
            }
            if (marker == 0x01 || (marker >= 0xD0 && marker <= 0xD8)) {
                continue;
            }
            int end = within(at, Math.max(2, u16(at)));
            boolean frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
            if (frame && width == 0) {
                takeFrame(marker, at);
            } else if (marker == APP0 || marker == APP14) {
                colourStated |= named(at + 2, end, JFIF) || named(at + 2, end, ADOBE);
            } else if (marker == APP1 && exif.length == 0) {
                takeExif(at + 2, end, true);
            }
            at = marker == START_OF_SCAN ? endOfScan(end) : end;
        }
    }

    private void takeFrame(int marker, int at) throws IOException {
        int bits = u8(at + 2);
        height = u16(at + 3);
        width = u16(at + 5);
        components = u8(at + 7);
        colourStated |= components != 3 || (u8(at + 8) == 'R' && u8(at + 11) == 'G' && u8(at + 14) == 'B');
        process = switch (marker) {
            case 0xC0, 0xC1, 0xC2 -> bits == 8 ? "" : bits + " bits a colour";
            case 0xC3 -> "lossless coding";
            case 0xC9, 0xCA, 0xCB -> "arithmetic coding";
            default -> "hierarchical coding";
        };
    }

    /** The position after the next marker; fill bytes and stray bytes before it are passed over, as decoders do. */
    private int afterMarker(int from) throws IOException {
        int at = from;
        while (u8(at) != 0xFF || u8(at + 1) == 0xFF || u8(at + 1) == 0) {
            at++;
        }
        return at + 2;
    }

    /** The position of the first marker after entropy-coded data; a stuffed zero and restart markers belong to the data. */
    private int endOfScan(int from) throws IOException {
        int at = from;
        while (u8(at) != 0xFF || u8(at + 1) == 0 || (u8(at + 1) >= 0xD0 && u8(at + 1) <= 0xD7)) {
            at++;
        }
        return at;
    }

    /** W3C, PNG, third edition. */
    private void walkPng() throws IOException {
        int at = 8;
        String type;
        do {
            int data = within(at, 8);
            int end = within(data, u32(at));
            type = ascii(at + 4);
            CRC32 crc = new CRC32();
            crc.update(bytes, at + 4, end - at - 4);
            if (crc.getValue() != Integer.toUnsignedLong(i32(end))) {
                throw new IOException("the checksum of its block " + type + " at byte " + at + " is wrong");
            }
            if (type.equals("IHDR")) {
                width = i32(data);
                height = i32(data + 4);
            } else if (type.equals("acTL")) {
                animated = u32(data) > 1;
            } else if (type.equals("eXIf")) {
                takeExif(data, end, false);
            }
            at = within(end, 4);
        } while (!type.equals("IEND"));
    }

    /** RFC 9649. */
    private void walkWebp() throws IOException {
        int end = within(8, little32(4));
        int canvasWidth = 0;
        int canvasHeight = 0;
        for (int at = 12; at + 8 <= end; ) {
            int data = at + 8;
            int next = within(data, little32(at + 4));
            switch (ascii(at)) {
                case "VP8X" -> {
                    animated = (u8(data) & 2) != 0;
                    canvasWidth = 1 + (little32(data + 3) >>> 8);
                    canvasHeight = 1 + (little32(data + 6) >>> 8);
                }
                case "VP8 " -> {
                    // The first partition lies behind the frame's 10 bytes, as long as its tag says.
                    within(data + 10, (little32(data) & 0xFFFFFF) >>> 5);
                    width = little16(data + 6) & 0x3FFF;
                    height = little16(data + 8) & 0x3FFF;
                }
                case "VP8L" -> {
                    int size = little32(data + 1);
                    width = 1 + (size & 0x3FFF);
                    height = 1 + ((size >>> 14) & 0x3FFF);
                }
                case "EXIF" -> takeExif(data, next, false);
                default -> {}
            }
            at = next + (next & 1);
        }
        if (!animated && canvasWidth > 0 && (canvasWidth != width || canvasHeight != height)) {
            throw new IOException("its frame is not as large as its canvas");
        }
        if (animated) {
            width = canvasWidth;
            height = canvasHeight;
        }
    }

    /** GIF89a, appendix A. */
    private void walkGif() throws IOException {
        width = little16(6);
        height = little16(8);
        int frames = 0;
        int at = within(13, colours(10));
        for (int block = u8(at); block != 0x3B; block = u8(at)) {
            switch (block) {
                case 0x21 -> at = afterSubBlocks(at + 2);
                case 0x2C -> {
                    frames++;
                    width = Math.max(width, little16(at + 5));
                    height = Math.max(height, little16(at + 7));
                    at = afterSubBlocks(at + 11 + colours(at + 9));
                }
                default -> throw new IOException("at byte " + at + " no block begins");
            }
        }
        animated = frames > 1;
    }

    /** The bytes of the colour table that the flags at this position announce. */
    private int colours(int flags) throws IOException {
        return u8(flags) < 0x80 ? 0 : 3 << ((u8(flags) & 7) + 1);
    }

    private int afterSubBlocks(int from) throws IOException {
        int at = from;
        while (u8(at) != 0) {
            at = within(at + 1, u8(at));
        }
        return at + 1;
    }

    /** Microsoft, BITMAPINFOHEADER and BITMAPCOREHEADER. */
    private void walkBmp() throws IOException {
        boolean old = little32(14) == 12;
        width = old ? little16(18) : little32(18);
        height = old ? little16(20) : Math.abs(little32(22));
        int bits = little16(old ? 24 : 28);
        int compression = old ? 0 : little32(30);
        boolean run = compression == 1 || compression == 2;
        long rows = ((long) width * bits + 31) / 32 * 4 * height;
        within(little32(10), run ? Integer.toUnsignedLong(little32(34)) : rows);
    }

    private void takeExif(int from, int end, boolean onlyWithName) {
        boolean named = named(from, end, EXIF);
        if (named || !onlyWithName) {
            exif = Arrays.copyOfRange(bytes, named ? from + EXIF.length : from, end);
        }
    }

    private boolean named(int from, int end, byte[] name) {
        return Arrays.equals(bytes, from, Math.min(end, from + name.length), name, 0, name.length);
    }

    /** The end of a block, if the file has all of it. */
    private int within(int from, long length) throws IOException {
        if (from < 0 || length < 0 || from + length > bytes.length) {
            throw new IOException("it is cut short: it has " + bytes.length + " bytes, and a block of it goes on");
        }
        return Math.toIntExact(from + length);
    }

    private int u8(int at) throws IOException {
        within(at, 1);
        return bytes[at] & 0xFF;
    }

    private int u16(int at) throws IOException {
        return (u8(at) << 8) | u8(at + 1);
    }

    private int i32(int at) throws IOException {
        return (u16(at) << 16) | u16(at + 2);
    }

    private long u32(int at) throws IOException {
        return Integer.toUnsignedLong(i32(at));
    }

    private int little16(int at) throws IOException {
        return u8(at) | (u8(at + 1) << 8);
    }

    private int little32(int at) throws IOException {
        return little16(at) | (little16(at + 2) << 16);
    }

    private String ascii(int at) throws IOException {
        within(at, 4);
        return new String(bytes, at, 4, StandardCharsets.ISO_8859_1);
    }
}
