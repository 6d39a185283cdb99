package dev.stead.terminal.face;

import java.util.Locale;

/**
 * One face of a picture.
 *
 * @param box where the detector found it
 * @param embedding L2-normalised, {@code float[dimension]}; must not be modified
 * @param quality 0 (useless) to 100 (perfect), computed from the embedding's raw norm, the size and the sharpness of the face
 */
@SuppressWarnings("ArrayRecordComponent") // holds numbers that nothing compares
public record Face(Box box, Landmarks landmarks, float[] embedding, int quality) {
    /** The box and the quality, without the embedding. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "Face[%.0f,%.0f %.0fx%.0f, quality %d, %d floats]",
                box.left(),
                box.top(),
                box.width(),
                box.height(),
                quality,
                embedding.length);
    }
}
