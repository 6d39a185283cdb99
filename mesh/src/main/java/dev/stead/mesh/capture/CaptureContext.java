package dev.stead.mesh.capture;

/**
 * For which presentation a frame was captured, and by what. Copies nothing: nobody may write to the challenge.
 *
 * @param deviceId of the capture device whose key signs
 * @param terminalId of the terminal that sends the frame
 * @param galleryId of the gallery to search
 * @param challenge of the matcher, which is the presentation's nonce
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, never compared; a copy of each frame would be waste
public record CaptureContext(String deviceId, String terminalId, String galleryId, byte[] challenge) {}
