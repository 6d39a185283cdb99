package dev.stead.mesh.capture;

/**
 * What the device found out about a presentation attack: a picture, a screen or a mask in front of the camera.
 *
 * @param method the method's name and version, or empty if none was used
 * @param band 0 (certainly an attack) to 100 (certainly a person)
 * @param level of ISO/IEC 30107-3 to which the method was tested, or 0
 */
public record PadEvidence(String method, int band, int level) {
    public static final PadEvidence NONE = new PadEvidence("", 0, 0);
}
