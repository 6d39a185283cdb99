package dev.stead.matcher.domain;

/** Where a sample was captured: a terminal by its id, or somebody's phone. */
public record CaptureSource(String name, String terminalClaim) {
    public static CaptureSource terminal(String id) {
        return new CaptureSource("terminal/" + id, id);
    }

    public static CaptureSource phoneOf(SubjectId subject) {
        return new CaptureSource("phone/" + subject, "phone");
    }
}
