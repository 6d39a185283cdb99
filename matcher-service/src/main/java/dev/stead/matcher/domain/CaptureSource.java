package dev.stead.matcher.domain;

/**
 * Where a sample was captured: at a terminal, or by a subject's own phone.
 *
 * @param name unique among all sources
 * @param terminalClaim what an assertion says of it: the terminal's id, or {@code phone}
 */
public record CaptureSource(String name, String terminalClaim) {
    public static CaptureSource terminal(String id) {
        return new CaptureSource("terminal/" + id, id);
    }

    public static CaptureSource phoneOf(SubjectId subject) {
        return new CaptureSource("phone/" + subject, "phone");
    }
}
