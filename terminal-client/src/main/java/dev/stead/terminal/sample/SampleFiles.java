package dev.stead.terminal.sample;

import dev.stead.terminal.face.Face;
import dev.stead.terminal.face.FaceChain;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/**
 * Reads one sample from one file: the largest face of a picture (JPEG, PNG, BMP, GIF), or the embedding in a {@code .f32} file (raw
 * little-endian float32). Thread-safe if the supplier is.
 */
public final class SampleFiles {
    private static final Set<String> PICTURES = Set.of("jpg", "jpeg", "png", "bmp", "gif");
    private static final String EMBEDDING = "f32";
    /** Nothing is known about an embedding without a picture: it counts as a good capture. */
    static final int UNKNOWN_QUALITY = 100;

    private final Supplier<FaceChain> chain;
    private final String model;

    /**
     * Reads no file yet.
     *
     * @param chain called only when a picture is read; the caller owns the face chain
     * @param model id and version of the model that computed the embeddings in {@code .f32} files
     */
    public SampleFiles(Supplier<FaceChain> chain, String model) {
        this.chain = chain;
        this.model = model;
    }

    /** Whether the file name is that of a picture or of an embedding. */
    public static boolean isSample(Path file) {
        String ending = ending(file);
        return PICTURES.contains(ending) || ending.equals(EMBEDDING);
    }

    /**
     * Reads the sample of a file.
     *
     * @throws SampleException if the file cannot be read, or shows no face
     */
    public CapturedSample read(Path file) {
        String ending = ending(file);
        if (ending.equals(EMBEDDING)) {
            return new CapturedSample(model, floats(file), UNKNOWN_QUALITY);
        }
        if (!PICTURES.contains(ending)) {
            throw new SampleException(file + " is neither a picture (.jpg, .png, .bmp, .gif) nor an embedding (.f32)");
        }
        FaceChain open = chain.get();
        Face face = open.mainFace(picture(file))
                .orElseThrow(() -> new SampleException(
                        file + " shows no face: it must be upright and at least a twentieth of the picture's height"));
        return new CapturedSample(open.modelId(), face.embedding(), face.quality());
    }

    private static BufferedImage picture(Path file) {
        try {
            BufferedImage picture = ImageIO.read(file.toFile());
            if (picture == null) {
                throw new SampleException(
                        file + " is not a picture that this terminal reads: convert it to JPEG or PNG");
            }
            return picture;
        } catch (IOException e) {
            throw new SampleException(file + " cannot be read as a picture: " + e.getMessage(), e);
        }
    }

    static float[] floats(Path file) {
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (bytes.length == 0 || bytes.length % Float.BYTES != 0) {
                throw new SampleException(
                        "%s has %d bytes: raw float32 has 4 per number".formatted(file, bytes.length));
            }
            float[] floats = new float[bytes.length / Float.BYTES];
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer()
                    .get(floats);
            return floats;
        } catch (IOException e) {
            throw new SampleException(file + " cannot be read: " + e, e);
        }
    }

    private static String ending(Path file) {
        String name = file.toString().toLowerCase(Locale.ROOT);
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
