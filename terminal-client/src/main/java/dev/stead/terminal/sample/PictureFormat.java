package dev.stead.terminal.sample;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The formats that people's files have, recognised by their first bytes: names lie (messengers store WebP as {@code .jpg}). Those that are
 * not read are known by name, so that the person can be told what to do.
 */
enum PictureFormat {
    JPEG("JPEG", "\u00FF\u00D8\u00FF", true),
    PNG("PNG", "\u0089PNG\r\n\u001A\n", true),
    WEBP("WebP", "RIFF....WEBP", true),
    GIF("GIF", "GIF8[79]a", true),
    BMP("BMP", "BM", true),
    AVIF("AVIF", "....ftyp(avif|avis|(mif1|msf1|miaf)....(....){0,8}?avi[fs])", false),
    HEIC("HEIC", "....ftyp(heic|heix|heim|heis|hevc|hevm|hevs|hevx|mif1|msf1)", false),
    RAW("camera raw", "(....ftypcrx |FUJIFILMCCD-RAW|II(RO|RS|U\u0000)|\u0000MRM|FOVb)", false),
    FILM("film (MP4, QuickTime)", "....ftyp", false),
    TIFF("TIFF or camera raw", "(II[*+]\u0000|MM\u0000[*+])", false),
    JPEG_XL("JPEG XL", "(\u00FF\n|\u0000\u0000\u0000\u000CJXL )", false),
    JPEG_2000("JPEG 2000", "(\u00FFO\u00FFQ|\u0000\u0000\u0000\u000CjP  )", false),
    PDF("PDF", "%PDF", false),
    PHOTOSHOP("Photoshop", "8BPS", false);

    /** The formats that are read, for messages. */
    static final String READ = "JPEG, PNG, WebP, BMP or GIF";

    private static final int LONGEST = 64;

    private final String label;
    private final Pattern start;
    private final boolean read;

    PictureFormat(String label, String start, boolean read) {
        this.label = label;
        this.start = Pattern.compile(start, Pattern.DOTALL);
        this.read = read;
    }

    /** The format of a file, or empty if it is none of these. */
    static Optional<PictureFormat> of(byte[] bytes) {
        String start = new String(bytes, 0, Math.min(LONGEST, bytes.length), StandardCharsets.ISO_8859_1);
        for (PictureFormat format : values()) {
            if (format.start.matcher(start).lookingAt()) {
                return Optional.of(format);
            }
        }
        return Optional.empty();
    }

    boolean isRead() {
        return read;
    }

    String label() {
        return label;
    }

    /** What to do with a file of a format that is not read. */
    String remedy() {
        return this == HEIC
                ? "convert it to JPEG, and let the phone save JPEG (iPhone: Settings, Camera, Formats, Most Compatible)"
                : "save it as JPEG or PNG";
    }
}
