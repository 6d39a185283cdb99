package dev.stead.terminal.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A picture has the colours that every viewer shows: an embedding of others is that of another face. */
class PictureColoursTest {
    /** Of 48 x 48 pixels, made and read by libwebp: lossy, with the loop filter and every kind of prediction. */
    private static final String WEBP_COLOURFUL =
            "UklGRi4CAABXRUJQVlA4ICICAACwCQCdASowADAAPu1mrVCppSQipzgMkTAdiWw72KLW+hbmrz/Amfmd8ss30GeAfjBYEucA5gnn"
                    + "T/AfZX8LU2YwjyX3DzBKi/U9YRIjCzBi8ZDAEwDHYAD+7qA/yJi/Zg8xn9Rp+dcle6NKpF3/LRCTf4SWZ+xE2I0H/OVD0gHh8VQ4"
                    + "g5N4US6XogRFTxHnFZf6I+WC/l7ZvUoqnD94J/vZK4d8Mwn0qrq2smM7KvsDWNriDYcBlZyR9EC7LR4GtvFNub6U0LoSXs4mU/jj"
                    + "DJ7Xl7vGvvfHw/KfMJWqioU1fbRtkl4ptXrGCnjHjM6q1jwT5d8P7PW7iLap/sidmU+LB+R+oMdM9V//U+cyJ6v/dt/wZQFdBsaS"
                    + "UBgzAGNnQ9hX+3z2mPviC3GqHPXRnpYlsqf0WrNdNQsFPDbuuTmP5mCJeUzx5NM23uFIv6MPanmZwozA7ghJwLyi8wl03kW30/zs"
                    + "kW4rDt4XSRq01dvLorIvsqvaEFRyL1ll0I0qWTJJXGvclFDls+6BCfJzYkL9U2jfaXUxiQKDH9/YTzFV0yf3f39tHjZvQCnNcIRE"
                    + "E7iglo4ZlcUz6dS5NBRsMc1P8p9fEqDEvBvrJ3uwM3CWPkYF2uzx1e6F0+0y0ZGo7F1x6wwjwZiu8L22dvHFtq6k/mw/L/+90ez+"
                    + "ZU9IcibjOvkwP4/VrfgvB6hJ/IxRgKir2mHziMUCelL+btaaynG2AAA=";

    /** What libwebp reads at the crossings of the columns and rows 4, 20, 36 and 44. */
    private static final String[] COLOURFUL = {
        "D7D8DF", "6E3183", "32C31E", "A45262", "C89A9C", "226F21", "C6A7CD", "F3DBEE",
        "342515", "78D4CE", "D723A4", "72894D", "1E4D61", "B9BAEB", "A2585C", "2E3E16"
    };

    private static final int[] CROSSINGS = {4, 20, 36, 44};

    /** The quarters ABCD; its components have the ids 0, 1, 2, it has no block of JFIF or Adobe, and its colours are not thinned out. */
    private static final String JPEG_WITHOUT_COLOURS =
            "/9j/2wBDAAYEBQYFBAYGBQYHBwYIChAKCgkJChQODwwQFxQYGBcUFhYaHSUfGhsjHBYWICwgIyYnKSopGR8tMC0oMCUoKSj/2wBD"
                    + "AQcHBwoIChMKChMoGhYaKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCj/wAARCAAwAEAD"
                    + "ABEAAREBAhEB/8QAFwABAQEBAAAAAAAAAAAAAAAAAAcJCP/EABQQAQAAAAAAAAAAAAAAAAAAAAD/xAAZAQEAAwEBAAAAAAAAAAAA"
                    + "AAAABQYICQf/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMAAAERAhEAPwCdKc0iAAAsSoOegAACOre6FgAALEqDnoAAAjq3uhYA"
                    + "ACxKg56AAAOXm8XsQAADS1m5MAAAM0mkUOAAA0tZuTAAADNJpFDgAANLWbkwAAA//9k=";

    private static BufferedImage read(byte[] bytes) {
        return PictureReader.read(Path.of("ana/1.jpg"), bytes);
    }

    @Test
    void aLossyWebpHasItsColours() {
        BufferedImage picture = read(Base64.getDecoder().decode(WEBP_COLOURFUL));
        for (int i = 0; i < COLOURFUL.length; i++) {
            int seen = picture.getRGB(CROSSINGS[i % 4], CROSSINGS[i / 4]) & 0xFFFFFF;
            int expected = HexFormat.fromHexDigits(COLOURFUL[i]);
            for (int shift = 0; shift <= 16; shift += 8) {
                assertThat((seen >> shift) & 0xFF)
                        .as("crossing %d of %06X", i, seen)
                        .isCloseTo((expected >> shift) & 0xFF, Offset.offset(2));
            }
        }
    }

    @Test
    void aJpegThatDoesNotSayHowItsColoursAreStoredHasThoseOfEveryViewer() {
        BufferedImage picture = read(Base64.getDecoder().decode(JPEG_WITHOUT_COLOURS));
        assertThat(MadePictures.colours(picture)).isEqualTo("ABCD");
        assertThat(picture.getRGB(16, 12) & 0xFF).isLessThan(40);
    }

    @ParameterizedTest
    @CsvSource({"8,false", "8,true", "16,false", "16,true"})
    void greyIsAsBrightAsItIsStoredInAPng(int bits, boolean alpha) throws IOException {
        assertBright(read(MadePictures.encoded(grey(bits, alpha), "png")));
    }

    @Test
    void greyIsAsBrightAsItIsStoredUnderEveryOrientation() throws IOException {
        for (int tag = 1; tag <= 8; tag++) {
            byte[] exif = MadePictures.exif(tag, ByteOrder.BIG_ENDIAN);
            assertBright(read(MadePictures.jpegWithExif(MadePictures.encoded(grey(8, false), "jpeg"), exif)));
            assertBright(read(MadePictures.pngWithExif(MadePictures.encoded(grey(8, true), "png"), exif)));
        }
    }

    private static BufferedImage grey(int bits, boolean alpha) {
        int type = bits == 8 ? DataBuffer.TYPE_BYTE : DataBuffer.TYPE_USHORT;
        var model = new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_GRAY),
                alpha,
                false,
                alpha ? Transparency.TRANSLUCENT : Transparency.OPAQUE,
                type);
        WritableRaster raster = model.createCompatibleWritableRaster(64, 48);
        int whole = bits == 8 ? 1 : 257;
        for (int i = 0; i < 64 * 48; i++) {
            raster.setPixel(i % 64, i / 64, alpha ? new int[] {100 * whole, 255 * whole} : new int[] {100 * whole});
        }
        return new BufferedImage(model, raster, false, null);
    }

    private static void assertBright(BufferedImage picture) {
        BufferedImage shown = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        var graphics = shown.createGraphics();
        graphics.drawImage(picture, 0, 0, null);
        graphics.dispose();
        assertThat(shown.getRGB(20, 20) & 0xFFFFFF).isBetween(0x636363, 0x656565);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void aPngOfSeveralFramesIsAnAnimation(int frames) throws IOException {
        byte[] png = MadePictures.pngWithFrames(MadePictures.encoded(MadePictures.quarters("ABCD"), "png"), frames);
        if (frames == 1) {
            assertThat(MadePictures.colours(read(png))).isEqualTo("ABCD");
        } else {
            assertRefused(png, "is an animation");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "C1,8,",
        "C0,12,12 bits a colour",
        "C3,8,lossless coding",
        "C5,8,hierarchical coding",
        "C9,8,arithmetic coding",
        "CA,8,arithmetic coding"
    })
    void aJpegOfARareKindIsRefusedByNameNotAsDamaged(String marker, int bits, @Nullable String kind)
            throws IOException {
        byte[] jpeg = MadePictures.encoded(MadePictures.quarters("ABCD"), "jpeg");
        int frame = 2;
        while (jpeg[frame + 1] != (byte) 0xC0) {
            frame += 2 + (((jpeg[frame + 2] & 0xFF) << 8) | (jpeg[frame + 3] & 0xFF));
        }
        jpeg[frame + 1] = (byte) HexFormat.fromHexDigits(marker);
        jpeg[frame + 4] = (byte) bits;
        if (kind == null) {
            assertThat(MadePictures.colours(read(jpeg))).isEqualTo("ABCD");
        } else {
            assertRefused(jpeg, kind);
        }
    }

    private static void assertRefused(byte[] bytes, String words) {
        SampleException refused = catchThrowableOfType(SampleException.class, () -> read(bytes));
        assertThat(refused).hasMessageContaining(words);
        assertThat(refused.problem()).isEqualTo(SampleProblem.FORMAT_NOT_READ);
    }
}
