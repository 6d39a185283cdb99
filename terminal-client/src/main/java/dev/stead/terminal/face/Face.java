package dev.stead.terminal.face;

/**
 * One face of a picture.
 *
 * @param box where the detector saw it
 * @param landmarks its 68 points
 * @param embedding what the feature model made of it, L2-normalised, {@code float[dimension]}; not to be written to
 * @param quality 0 (useless) to 100 (perfect), from the embedding's raw norm, the size and the sharpness of the face
 */
@SuppressWarnings("ArrayRecordComponent") // a carrier of numbers: nobody compares two
public record Face(Box box, Landmarks landmarks, float[] embedding, int quality) {
    /** Where and how good, never the embedding. */
    @Override
    public String toString() {
        return "Face[%.0f,%.0f %.0fx%.0f, quality %d, %d floats]"
                .formatted(box.left(), box.top(), box.width(), box.height(), quality, embedding.length);
    }
}
