package dev.stead.mesh.capture;

/**
 * What was captured. Does not print it, and copies nothing: nobody may write to the bytes.
 *
 * @param embedding as the model made it: float32, little-endian, not normalised
 * @param faceCount how many faces the camera saw
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared; a copy of each frame would be waste
public record CapturedFrame(String model, byte[] embedding, int quality, int faceCount) {
    @Override
    public String toString() {
        return "CapturedFrame[" + embedding.length + " bytes]";
    }
}
