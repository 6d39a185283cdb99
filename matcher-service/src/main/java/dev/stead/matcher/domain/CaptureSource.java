package dev.stead.matcher.domain;

/**
 * Where a sample was captured: at a terminal, or by a subject's own phone.
 *
 * @param id of the terminal, or of the subject
 */
public record CaptureSource(Device device, String id) {

    /** What captured it. */
    public enum Device {
        TERMINAL,
        PHONE
    }

    public static CaptureSource terminal(String id) {
        return new CaptureSource(Device.TERMINAL, id);
    }

    public static CaptureSource phoneOf(SubjectId subject) {
        return new CaptureSource(Device.PHONE, subject.value());
    }
}
