package dev.stead.terminal.sample;

import dev.stead.terminal.face.Face;
import dev.stead.terminal.face.FaceChain;
import dev.stead.terminal.face.PadFrame;
import dev.stead.terminal.face.PadScore;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads one sample from one file: a face of a picture (JPEG, PNG, WebP, BMP, GIF, recognised by what the file holds, not by its name), or
 * the embedding in a {@code .f32} file (raw little-endian float32). Thread-safe if the supplier and the listener are.
 */
public final class SampleFiles {
    private static final String EMBEDDING = ".f32";
    private static final int MAX_DIMENSION = 16_384;
    private static final String A_SAMPLE = "a file with a picture or an embedding";
    /** Nothing is known about an embedding without a picture: it counts as a good capture. */
    static final int UNKNOWN_QUALITY = 100;

    private final Supplier<FaceChain> chain;
    private final String model;
    private final FacePolicy policy;
    private final Consumer<String> notes;

    /**
     * Reads no file yet.
     *
     * @param chain called only when a picture has been decoded; the caller owns the face chain
     * @param model id and version of the model that computed the embeddings in {@code .f32} files
     * @param policy whose sample a picture of several people is
     * @param notes told of each picture whose other faces were left aside
     */
    public SampleFiles(Supplier<FaceChain> chain, String model, FacePolicy policy, Consumer<String> notes) {
        this.chain = chain;
        this.model = model;
        this.policy = policy;
        this.notes = notes;
    }

    /**
     * Reads the samples of one presentation from several files, in the order of capture. Looks for all of them before it reads the first,
     * since reading a picture loads the models.
     *
     * @throws SampleException if one of them has no sample
     */
    public List<CapturedSample> readAll(List<Path> files) {
        files.forEach(SampleFiles::size);
        List<PadFrame> presentation = new ArrayList<>();
        return files.stream().map(file -> read(file, presentation)).toList();
    }

    /**
     * Reads the sample of a file.
     *
     * @throws SampleException if the file cannot be read, or has no sample
     */
    public CapturedSample read(Path file) {
        return read(file, new ArrayList<>());
    }

    /** Adds the frame to those of the presentation. */
    private CapturedSample read(Path file, List<PadFrame> presentation) {
        if (isEmbedding(file)) {
            return new CapturedSample(model, embedding(file), UNKNOWN_QUALITY);
        }
        BufferedImage picture = PictureReader.read(file, bytes(file, PictureReader.MAX_BYTES));
        FaceChain open = chain.get();
        List<Face> all = open.faces(picture);
        Face face = face(file, all, picture.getWidth(), picture.getHeight());
        presentation.add(open.look(picture, face));
        return new CapturedSample(
                open.modelId(), face.embedding(), face.quality(), faceCount(all), PadScore.of(presentation));
    }

    /** Whoever stands outside the guide is not before this camera. */
    private int faceCount(List<Face> all) {
        return policy == FacePolicy.GUIDE ? 1 : FacePolicy.plausible(all).size();
    }

    private Face face(Path file, List<Face> all, int width, int height) {
        if (all.isEmpty()) {
            throw new SampleException(
                    SampleProblem.NO_FACE,
                    file + " shows no face: it must be upright and at least a twentieth of the picture's height");
        }
        List<Face> chosen = policy.choose(all, width, height);
        int plausible = FacePolicy.plausible(all).size();
        if (chosen.size() != 1) {
            String where = policy == FacePolicy.GUIDE ? ", %s of them in the guide".formatted(chosen.size()) : "";
            throw new SampleException(
                    SampleProblem.SEVERAL_FACES,
                    "%s shows %s face%s%s: take or crop a picture of this person alone (or see --faces)"
                            .formatted(file, plausible, plausible == 1 ? "" : "s", where));
        }
        int seen = FacePolicy.distinct(all).size();
        if (seen > 1) {
            String which = plausible == 1
                    ? "the only clear one"
                    : policy == FacePolicy.GUIDE ? "the one in the guide" : "the largest";
            notes.accept(SampleException.onOneLine("%s shows %s faces: %s is taken".formatted(file, seen, which)));
        }
        return chosen.getFirst();
    }

    private static float[] embedding(Path file) {
        float[] floats = floats(file, Float.BYTES * MAX_DIMENSION);
        for (float value : floats) {
            if (!Float.isFinite(value)) {
                throw new SampleException(
                        SampleProblem.EMBEDDING_DAMAGED, file + " has a number that is not finite: compute it again");
            }
        }
        return floats;
    }

    static float[] floats(Path file, int maxBytes) {
        byte[] bytes = bytes(file, maxBytes);
        if (bytes.length == 0 || bytes.length % Float.BYTES != 0) {
            throw new SampleException(
                    SampleProblem.EMBEDDING_DAMAGED,
                    "%s has %s bytes: raw float32 has 4 per number".formatted(file, bytes.length));
        }
        float[] floats = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(floats);
        return floats;
    }

    /** All bytes of a file; through its path, never through its name, which a locale without the name's letters cannot write. */
    private static byte[] bytes(Path file, int maxBytes) {
        if (size(file) > maxBytes) {
            throw tooLarge(file, maxBytes);
        }
        // A file may grow while it is read, and some have no size: no more is read than was allowed.
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(maxBytes);
            if (in.read() >= 0) {
                throw tooLarge(file, maxBytes);
            }
            return bytes;
        } catch (IOException e) {
            throw SampleException.unreadable(file, e, A_SAMPLE);
        }
    }

    private static SampleException tooLarge(Path file, int maxBytes) {
        return new SampleException(
                SampleProblem.FILE_TOO_LARGE,
                "%s has more than the %s bytes that a sample may have: save it smaller".formatted(file, maxBytes));
    }

    private static long size(Path file) {
        if (Files.isRegularFile(file)) {
            try {
                return Files.size(file);
            } catch (IOException e) {
                throw SampleException.unreadable(file, e, A_SAMPLE);
            }
        }
        String what = Files.isDirectory(file)
                ? "is a folder: name the files in it"
                : Files.exists(file)
                        ? "is not a file: give a file"
                        : Files.isSymbolicLink(file)
                                ? "is a link to nothing: give the file itself"
                                : "does not exist: check its name";
        throw new SampleException(SampleProblem.FILE_UNREADABLE, file + " cannot be read: it " + what);
    }

    private static boolean isEmbedding(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(EMBEDDING);
    }
}
