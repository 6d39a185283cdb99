package dev.stead.terminal.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PictureReaderTest {
    private static final Path FILE = Path.of("ana/1.jpg");

    private static BufferedImage read(byte[] bytes) {
        return PictureReader.read(FILE, bytes);
    }

    private static SampleProblem problem(byte[] bytes) {
        SampleException refused = catchThrowableOfType(SampleException.class, () -> read(bytes));
        assertThat(refused).as("refused").isNotNull();
        assertThat(refused)
                .hasMessageStartingWith(
                        refused.problem() + ": ana" + FILE.getFileSystem().getSeparator());
        return refused.problem();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void everyOrientationIsObeyedInEveryFormatThatHasOne(int tag) throws IOException {
        BufferedImage stored = MadePictures.quarters(MadePictures.STORED[tag]);
        List<byte[]> files = new ArrayList<>();
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            byte[] exif = MadePictures.exif(tag, order);
            files.add(MadePictures.jpegWithExif(MadePictures.encoded(stored, "jpeg"), exif));
            files.add(MadePictures.jpegWithExif(MadePictures.encoded(stored, "-jpeg"), exif));
            files.add(MadePictures.pngWithExif(MadePictures.encoded(stored, "png"), exif));
            if (MadePictures.STORED[tag].equals("BDAC")) {
                files.add(MadePictures.webpWithExif(MadePictures.webp(true), exif));
                files.add(MadePictures.webpWithExif(MadePictures.webp(false), exif));
            }
        }
        for (byte[] file : files) {
            BufferedImage upright = read(file);
            assertThat(MadePictures.colours(upright)).isEqualTo("ABCD");
            assertThat(upright.getWidth()).isEqualTo(tag < 5 ? MadePictures.WIDTH : MadePictures.HEIGHT);
            assertThat(upright.getHeight()).isEqualTo(tag < 5 ? MadePictures.HEIGHT : MadePictures.WIDTH);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 65535})
    void anOrientationThatDoesNotExistMeansUpright(int tag) throws IOException {
        byte[] jpeg = MadePictures.encoded(MadePictures.quarters("ABCD"), "jpeg");
        byte[] exif = MadePictures.exif(tag, ByteOrder.BIG_ENDIAN);
        assertThat(MadePictures.colours(read(MadePictures.jpegWithExif(jpeg, exif))))
                .isEqualTo("ABCD");
        byte[] broken = Arrays.copyOf(exif, 11);
        assertThat(MadePictures.colours(read(MadePictures.jpegWithExif(jpeg, broken))))
                .isEqualTo("ABCD");
        assertThat(MadePictures.colours(read(MadePictures.jpegWithExif(jpeg, new byte[0]))))
                .isEqualTo("ABCD");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "-jpeg", "png", "-png", "gif", "bmp"})
    void whatAFileHoldsCountsNotWhatItIsCalled(String format) throws IOException {
        assertThat(MadePictures.colours(read(MadePictures.encoded(MadePictures.quarters("ABCD"), format))))
                .isEqualTo("ABCD");
    }

    @Test
    void webpIsReadBothWays() {
        assertThat(MadePictures.colours(read(MadePictures.webp(true)))).isEqualTo("BDAC");
        assertThat(MadePictures.colours(read(MadePictures.webp(false)))).isEqualTo("BDAC");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "-jpeg", "png", "-png", "gif", "bmp", "webp lossless", "webp lossy"})
    void aPictureThatIsCutShortAnywhereIsRefused(String format) throws IOException {
        byte[] whole = format.startsWith("webp")
                ? MadePictures.webp(format.endsWith("lossless"))
                : MadePictures.encoded(MadePictures.noise(1), format);
        assertThat(read(whole)).isNotNull();
        for (int i = 0; i < 400; i++) {
            int length = Math.min(whole.length - 1, 1 + (int) ((long) whole.length * i / 400));
            assertThat(problem(Arrays.copyOf(whole, length)))
                    .as("%d of %d bytes", length, whole.length)
                    .isIn(SampleProblem.PICTURE_DAMAGED, SampleProblem.FORMAT_NOT_READ);
        }
    }

    @ParameterizedTest
    @CsvSource({"jpeg,0", "-jpeg,0", "png,0", "-png,0", "gif,0", "jpeg,170", "png,170", "-png,255"})
    void aPictureWhoseSecondHalfIsLostIsRefused(String format, int value) throws IOException {
        // As an interrupted download or a failing card leaves it: as long as it should be.
        byte[] whole = MadePictures.encoded(MadePictures.noise(2), format);
        byte[] lost = MadePictures.overwritten(whole, whole.length / 2, whole.length, value);
        assertThat(problem(lost)).isEqualTo(SampleProblem.PICTURE_DAMAGED);
    }

    @Test
    void oneWrongBitOfAPngIsNoticed() throws IOException {
        byte[] whole = MadePictures.encoded(MadePictures.noise(3), "png");
        for (int i = 8; i < whole.length; i += 97) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 16;
            assertThat(problem(damaged)).as("byte %d", i).isEqualTo(SampleProblem.PICTURE_DAMAGED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "-jpeg"})
    void aHoleInTheDataOfAJpegIsNoticed(String format) throws IOException {
        byte[] whole = MadePictures.encoded(MadePictures.noise(4), format);
        int middle = whole.length / 2;
        byte[] shorter = new byte[whole.length - 3000];
        System.arraycopy(whole, 0, shorter, 0, middle);
        System.arraycopy(whole, middle + 3000, shorter, middle, shorter.length - middle);
        assertThat(problem(shorter)).isEqualTo(SampleProblem.PICTURE_DAMAGED);
    }

    @Test
    void aPngWithFewerRowsThanItSaysIsRefused() throws IOException {
        assertThat(read(MadePictures.pngOf(64, 64, 64))).isNotNull();
        assertThat(problem(MadePictures.pngOf(64, 64, 40))).isEqualTo(SampleProblem.PICTURE_DAMAGED);
    }

    @Test
    void whatAPhoneAppendsToAPictureIsPassedOver() throws IOException {
        byte[] jpeg = MadePictures.encoded(MadePictures.quarters("ABCD"), "jpeg");
        byte[] withFilm = Arrays.copyOf(jpeg, jpeg.length + 5000);
        assertThat(MadePictures.colours(read(withFilm))).isEqualTo("ABCD");
    }

    @ParameterizedTest
    @CsvSource({"20000,20000", "60000,60000", "2000000000,2000000000", "120000001,1"})
    void aSmallFileOfManyPixelsIsRefusedBeforeItIsDecoded(int width, int height) throws IOException {
        assertThatThrownBy(() -> read(MadePictures.pngOf(width, height, 0)))
                .isInstanceOf(SampleException.class)
                .hasMessageContaining("PICTURE_TOO_LARGE")
                .hasMessageContaining(width + " x " + height + " pixels")
                .hasMessageContaining("at most 120 million");
    }

    @Test
    void aWebpOfManyPixelsIsRefusedBeforeItIsDecoded() {
        byte[] webp = MadePictures.webp(false);
        // 16383 x 16383, behind the frame's tag and start code
        System.arraycopy(bytes(0xFF, 0x3F, 0xFF, 0x3F), 0, webp, 26, 4);
        assertThat(problem(webp)).isEqualTo(SampleProblem.PICTURE_TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({"6000,4000,3000,2000", "4000,4000,4000,4000", "12000,9000,4000,3000"})
    void aLargePictureIsThinnedOutWhileItIsDecoded(int width, int height, int thinWidth, int thinHeight)
            throws IOException {
        BufferedImage picture = read(MadePictures.pngOf(width, height, height));
        assertThat(picture.getWidth()).isEqualTo(thinWidth);
        assertThat(picture.getHeight()).isEqualTo(thinHeight);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0000001866747970686569630000|HEIC|iPhone: Settings, Camera, Formats",
                "000000186674797061766966|AVIF|save it as JPEG or PNG",
                "0000001C667479706D696631000000006D696631617669666D696166|AVIF|save it as JPEG or PNG",
                "0000001C667479706D696631000000006D696631686569636D696166|HEIC|iPhone: Settings, Camera, Formats",
                "000000186674797063727820000000016372782069736F6D|camera raw|save it as JPEG or PNG",
                "46554A4946494C4D4343442D524157|camera raw|save it as JPEG or PNG",
                "4949524F08000000|camera raw|save it as JPEG or PNG",
                "4949550018000000|camera raw|save it as JPEG or PNG",
                "0000001866747970717420200000|film|save it as JPEG or PNG",
                "49492A0008000000|TIFF|save it as JPEG or PNG",
                "4D4D002A00000008|TIFF|save it as JPEG or PNG",
                "255044462D312E37|PDF|save it as JPEG or PNG",
                "0000000C4A584C200D0A870A|JPEG XL|save it as JPEG or PNG"
            })
    void whatIsNotReadIsRefusedByNameWithWhatToDo(String hex, String name, String remedy) {
        byte[] bytes = java.util.HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> read(bytes))
                .isInstanceOf(SampleException.class)
                .hasMessageContaining("FORMAT_NOT_READ")
                .hasMessageContaining(name)
                .hasMessageContaining(remedy);
    }

    @Test
    void textAndNothingAreNoPictures() {
        assertThat(problem("<html>not found</html>".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(SampleProblem.FORMAT_NOT_READ);
        assertThat(problem(new byte[0])).isEqualTo(SampleProblem.FORMAT_NOT_READ);
    }

    @Test
    void anAnimationIsRefused() {
        assertThatThrownBy(() -> read(Base64.getDecoder().decode(MadePictures.WEBP_ANIMATION)))
                .isInstanceOf(SampleException.class)
                .hasMessageContaining("is an animation");
    }
}
