package dev.stead.matcher.domain;

/**
 * Where a sample was captured: at a terminal, by a subject's own phone, or by an operator.
 *
 * @param id of the terminal, of the subject, or of the operator
 */
public record CaptureSource(Device device, String id) {

    /** What captured it. */
    public enum Device {
        TERMINAL,
        PHONE,
        /** Samples for an enrolment, of which nothing is asserted. */
        OPERATOR
    }

    public static CaptureSource terminal(String id) {
        return new CaptureSource(Device.TERMINAL, id);
    }

    public static CaptureSource operator(String id) {
        return new CaptureSource(Device.OPERATOR, id);
    }

    public static CaptureSource phoneOf(SubjectId subject) {
        return new CaptureSource(Device.PHONE, subject.value());
    }
}
